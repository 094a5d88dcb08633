import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useProgress } from "@/api/live";
import { mediaApi } from "@/api/media";
import { putMessage } from "@/api/message-cache";
import type { Media, Message } from "@/api/types";
import { fileSize } from "@/lib/files";

export interface Transfer {
  state: Media["state"] | "uploading";
  percent: number;
  /** What there is to say about it; "" when the file is simply here. */
  text: string;
  /** What the button that fetches the file says; "" when there is nothing to press. */
  action: string;
  fetch: () => void;
}

/** Where the file of a message is, in words, and how to get it here. */
export function useTransfer(message: Message, media: Media): Transfer {
  const { t } = useTranslation();
  const client = useQueryClient();
  const percent = useProgress(message.id);
  const fetch = useMutation({
    mutationFn: () => mediaApi.fetch(message.id),
    onSuccess: (fetched) => putMessage(client, fetched),
  });
  const leaving = message.fromMe && (message.status === "queued" || message.status === "sending");
  const state =
    media.state === "ready" && leaving && percent > 0 && percent < 100 ? "uploading" : media.state;
  const size = fileSize(media.size);
  const texts: Record<Transfer["state"], string> = {
    ready: "",
    uploading: t("inbox.media.uploading"),
    remote: t("inbox.media.remote", { size }),
    fetching: t("inbox.media.fetching"),
    requested: t("inbox.media.requested"),
    expired: media.reason || t("inbox.media.expired"),
    failed: media.reason || t("inbox.media.failed"),
  };
  const actions: Partial<Record<Transfer["state"], string>> = {
    remote: t("inbox.media.download", { size }),
    failed: t("common.retry"),
  };
  return { state, percent, text: texts[state], action: actions[state] ?? "", fetch: () => fetch.mutate() };
}
