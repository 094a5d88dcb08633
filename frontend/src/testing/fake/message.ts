import type { Media, Message } from "@/api/types";

/** A text from the other side, but for what is said otherwise. */
export function fakeMessage(over: Partial<Message> & Pick<Message, "id" | "chatId">): Message {
  const fromMe = over.fromMe ?? false;
  return {
    clientId: "",
    fromMe,
    origin: fromMe ? "app" : "contact",
    kind: "text",
    text: "",
    detail: {},
    reactions: [],
    forwarded: 0,
    editedAt: 0,
    deletedAt: 0,
    timer: 0,
    at: 0,
    status: fromMe ? "sent" : "received",
    deliveredAt: 0,
    readAt: 0,
    error: "",
    ...over,
  };
}

export function fakeFile(over: Partial<Media>): Media {
  return {
    id: 1,
    state: "ready",
    mime: "image/jpeg",
    size: 240_000,
    fileName: "",
    width: 0,
    height: 0,
    durationMs: 0,
    wave: [],
    hasThumb: false,
    animated: false,
    reason: "",
    ...over,
  };
}
