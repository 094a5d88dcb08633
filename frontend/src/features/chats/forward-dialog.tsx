import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chatsApi, useChats } from "@/api/chats";
import { refreshNewest } from "@/api/message-cache";
import type { Chat, Message } from "@/api/types";
import { showToast } from "@/components/ui/toast";
import { useDebounced } from "@/hooks/use-debounced";
import { PickDialog } from "./pick-dialog";

/** As many conversations as WhatsApp forwards to at once. */
const MOST = 5;

/** Chooses where a message is passed on to. */
export function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [query, setQuery] = useState("");
  const settled = useDebounced(query.trim(), 150);
  const { data } = useChats(settled, "all");
  const chats = (data?.pages.flatMap((page) => page.items) ?? []).filter((chat) => !chat.private);
  const forward = useMutation({
    mutationFn: (chosen: Chat[]) =>
      chatsApi.forward(
        [message.id],
        chosen.map((chat) => chat.id),
      ),
    onSuccess: (_, chosen) => {
      for (const chat of chosen) void refreshNewest(client, chat.id);
      showToast({ title: t("inbox.forwarding.done", { count: chosen.length }) });
      onClose();
    },
  });
  return (
    <PickDialog
      title={t("inbox.forwarding.title")}
      description={t("inbox.forwarding.hint", { most: MOST })}
      search={t("inbox.forwarding.search")}
      query={query}
      onQuery={setQuery}
      items={chats}
      most={MOST}
      confirm={(count) => t("inbox.forwarding.confirm", { count })}
      busy={forward.isPending}
      onClose={onClose}
      onConfirm={(chosen) => forward.mutate(chosen)}
    />
  );
}
