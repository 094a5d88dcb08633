import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, Download, ExternalLink, Forward, Pencil, Reply, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { chatsApi } from "@/api/chats";
import { mediaApi } from "@/api/media";
import { dropMessage, putMessage } from "@/api/message-cache";
import type { Message } from "@/api/types";
import type { MenuAction } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { useThread } from "../thread-context";
import { useSaveFile } from "./document-content";
import { canDeleteForEveryone, canEdit, canForward, canReply, hasFile } from "./message-rules";

/** What can be done with a message, in the order of the menu. */
export function useMessageActions(message: Message, onDeleteForEveryone: () => void): MenuAction[] {
  const { t } = useTranslation();
  const { reply, edit, forward } = useThread();
  const save = useSaveFile();
  const open = useMutation({ mutationFn: () => mediaApi.open(message.id) });
  const hide = useHide();
  const now = Date.now();
  const copyable = message.text.trim() !== "" && message.deletedAt === 0;
  const all: (MenuAction & { when: boolean })[] = [
    {
      when: canReply(message),
      label: t("inbox.menu.reply"),
      icon: <Reply aria-hidden className="rtl:-scale-x-100" />,
      onSelect: () => reply(message),
    },
    {
      when: canForward(message),
      label: t("inbox.menu.forward"),
      icon: <Forward aria-hidden className="rtl:-scale-x-100" />,
      onSelect: () => forward(message),
    },
    {
      when: copyable,
      label: t("inbox.menu.copy"),
      icon: <Copy aria-hidden />,
      onSelect: () => {
        void navigator.clipboard
          .writeText(message.text)
          .then(() => showToast({ title: t("inbox.menu.copied") }));
      },
    },
    {
      when: canEdit(message, now),
      label: t("common.edit"),
      icon: <Pencil aria-hidden />,
      onSelect: () => edit(message),
    },
    {
      when: hasFile(message),
      label: t("inbox.menu.open"),
      icon: <ExternalLink aria-hidden />,
      onSelect: () => open.mutate(),
    },
    {
      when: hasFile(message),
      label: t("inbox.menu.save"),
      icon: <Download aria-hidden />,
      onSelect: () => save(message),
    },
    {
      when: true,
      label: t("inbox.menu.hide"),
      icon: <Trash2 aria-hidden />,
      danger: true,
      onSelect: () => hide(message),
    },
    {
      when: canDeleteForEveryone(message, now),
      label: t("inbox.menu.delete"),
      icon: <Trash2 aria-hidden />,
      danger: true,
      onSelect: onDeleteForEveryone,
    },
  ];
  return all.filter(({ when }) => when);
}

/** Deletes a message here, at once on screen, and offers it back for a while. */
function useHide(): (message: Message) => void {
  const { t } = useTranslation();
  const client = useQueryClient();
  const unhide = useMutation({
    mutationFn: (message: Message) => chatsApi.unhide(message.id),
    onSuccess: (_, message) => putMessage(client, message),
  });
  const hide = useMutation({
    mutationFn: (message: Message) => chatsApi.hide(message.id),
    onMutate: (message) => dropMessage(client, message),
    onError: (_, message) => putMessage(client, message),
    onSuccess: (_, message) =>
      showToast({
        title: t("inbox.menu.hidden"),
        action: { label: t("common.undo"), onClick: () => unhide.mutate(message) },
      }),
  });
  return (message) => {
    // The backend has never heard of a bubble that it refused.
    if (message.id < 0) dropMessage(client, message);
    else hide.mutate(message);
  };
}
