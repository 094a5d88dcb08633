import { useMutation, useQueryClient } from "@tanstack/react-query";
import { chatsApi } from "@/api/chats";
import { putMessage } from "@/api/message-cache";
import type { Message } from "@/api/types";

let lastLocalId = 0;

/** A bubble with a clock, there before the backend has heard of it. */
function optimistic(chatId: number, text: string, clientId: string): Message {
  lastLocalId -= 1;
  return {
    id: lastLocalId,
    chatId,
    clientId,
    fromMe: true,
    origin: "app",
    kind: "text",
    text,
    at: Date.now(),
    status: "queued",
    deliveredAt: 0,
    readAt: 0,
    error: "",
  };
}

/** Sends at once on screen; a message the backend refused stays, marked, with what was written. */
export function useSend(chatId: number) {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (message: Message) => chatsApi.send(chatId, message.text, message.clientId),
    onSuccess: (message) => putMessage(client, message),
    onError: (cause, message) => putMessage(client, { ...message, status: "failed", error: cause.message }),
    meta: { inline: true },
  });
  const retry = useMutation({
    mutationFn: (message: Message) => chatsApi.retry(message.id),
    onSuccess: (message) => putMessage(client, message),
  });
  return {
    send: (text: string) => {
      const message = optimistic(chatId, text, crypto.randomUUID());
      putMessage(client, message);
      send.mutate(message);
    },
    retry: (message: Message) => {
      const again: Message = { ...message, status: "queued", error: "" };
      putMessage(client, again);
      if (message.id < 0) send.mutate(again);
      else retry.mutate(message);
    },
  };
}
