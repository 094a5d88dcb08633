import { useMutation, useQueryClient } from "@tanstack/react-query";
import { chatsApi } from "@/api/chats";
import { putMessage } from "@/api/message-cache";
import type { Compose, Lead, Media, Message, Place, Quote, Staged } from "@/api/types";
import { keepLocalFile } from "./local-files";

/** What is sent: a text, a file with or without a caption, a place, or contact cards. */
export interface Outgoing {
  text?: string;
  replyTo?: Message | undefined;
  file?: { staged: Staged; as: Compose["as"]; preview: string };
  place?: Place;
  leads?: Lead[];
}

let lastLocalId = 0;

/** What was handed over for bubbles that the backend has not accepted, to be handed over again. */
const composed = new Map<string, Compose>();

function composeOf({ text = "", replyTo, file, place, leads = [] }: Outgoing, clientId: string): Compose {
  return {
    clientId,
    text,
    replyTo: replyTo?.id ?? 0,
    fileId: file?.staged.id ?? "",
    as: file?.as ?? "",
    ...(place ? { location: place } : {}),
    leadIds: leads.map((lead) => lead.id),
  };
}

/** A bubble with a clock, there before the backend has heard of it. */
function optimistic(chatId: number, out: Outgoing, clientId: string): Message {
  lastLocalId -= 1;
  return {
    id: lastLocalId,
    chatId,
    clientId,
    fromMe: true,
    origin: "app",
    kind: "text",
    text: out.text ?? "",
    detail: {},
    reactions: [],
    forwarded: 0,
    editedAt: 0,
    deletedAt: 0,
    timer: 0,
    at: Date.now(),
    status: "queued",
    deliveredAt: 0,
    readAt: 0,
    error: "",
    ...contentOf(out),
    ...(out.replyTo ? { quote: quoteOf(out.replyTo) } : {}),
  };
}

function contentOf({ file, place, leads }: Outgoing): Partial<Message> {
  if (file) return { kind: file.as || "document", media: mediaOf(file.staged) };
  if (place) return { kind: "location", detail: { location: place } };
  if (leads) {
    const cards = leads.map((lead) => ({
      name: lead.name || lead.phoneDisplay,
      numbers: [`+${lead.phone}`],
    }));
    return { kind: "contact", detail: { cards } };
  }
  return {};
}

function mediaOf({ name, mime, size, width, height, durationMs }: Staged): Media {
  const rest = { id: 0, state: "ready", hasThumb: false, animated: false, reason: "" } as const;
  return { ...rest, wave: [], fileName: name, mime, size, width, height, durationMs };
}

function quoteOf({ id, fromMe, kind, text, media }: Message): Quote {
  return { waId: "", fromMe, kind, text: text || (media?.fileName ?? ""), messageId: id };
}

/** Sends at once on screen; a message the backend refused stays, marked, with what was written. */
export function useSend(chatId: number) {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: (message: Message) => {
      const compose = composed.get(message.clientId);
      return compose ? chatsApi.send(chatId, compose) : Promise.reject(new Error(message.error));
    },
    onSuccess: (message) => {
      composed.delete(message.clientId);
      putMessage(client, message);
    },
    onError: (cause, message) => putMessage(client, { ...message, status: "failed", error: cause.message }),
    meta: { inline: true },
  });
  const retry = useMutation({
    mutationFn: (message: Message) => chatsApi.retry(message.id),
    onSuccess: (message) => putMessage(client, message),
  });
  return {
    send: (out: Outgoing) => {
      const clientId = crypto.randomUUID();
      composed.set(clientId, composeOf(out, clientId));
      if (out.file?.preview) keepLocalFile(clientId, out.file.preview);
      const message = optimistic(chatId, out, clientId);
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
