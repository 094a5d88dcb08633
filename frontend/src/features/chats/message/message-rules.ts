import type { Message } from "@/api/types";

/** Times within which WhatsApp lets a message be changed; the backend has the last word. */
const EDIT_WITHIN = 20 * 60_000;
const DELETE_WITHIN = 60 * 3_600_000;

function gone({ id, deletedAt, kind }: Message): boolean {
  return id < 0 || deletedAt > 0 || kind === "notice";
}

/** WhatsApp knows it, so that it can be changed there. */
function arrived(message: Message): boolean {
  const { fromMe, status } = message;
  return !gone(message) && (!fromMe || status === "sent" || status === "delivered" || status === "read");
}

export function canReply(message: Message): boolean {
  return !gone(message);
}

export function canReact(message: Message): boolean {
  return arrived(message);
}

export function canForward(message: Message): boolean {
  const { kind, media } = message;
  return (
    !gone(message) &&
    (media ? media.state === "ready" : kind === "text" || kind === "location" || kind === "contact")
  );
}

export function canEdit(message: Message, now: number): boolean {
  return arrived(message) && message.fromMe && message.kind === "text" && now - message.at < EDIT_WITHIN;
}

export function canDeleteForEveryone(message: Message, now: number): boolean {
  return arrived(message) && message.fromMe && now - message.at < DELETE_WITHIN;
}

/** Its file can be handed to the user. */
export function hasFile({ id, media, deletedAt }: Message): boolean {
  return id > 0 && deletedAt === 0 && media?.state === "ready";
}

/** It opens in the viewer. */
export function isViewable(message: Message): boolean {
  const { kind, media, deletedAt } = message;
  return deletedAt === 0 && media?.state === "ready" && (kind === "image" || kind === "video");
}
