import type { Gap, Message, Notice } from "@/api/types";
import { daysAgo } from "@/lib/dates";

export type ThreadRow =
  | { kind: "begin"; key: string }
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string; count: number }
  | { kind: "gap"; key: string; gap: Gap }
  | { kind: "notice"; key: string; notice: Notice }
  | { kind: "message"; key: string; message: Message; first: boolean };

const GROUP = 60_000;

/** The same bubble before and after the backend has answered. */
export function messageKey(message: Message): string {
  return message.clientId === "" ? `m${message.id}` : `c${message.clientId}`;
}

/** Where the unread messages begin when a conversation is opened. */
export function firstUnread(messages: Message[], unread: number): Divider {
  const inbound = messages.filter((message) => !message.fromMe);
  return { id: unread > 0 ? (inbound.at(-unread)?.id ?? inbound[0]?.id ?? 0) : 0, count: unread };
}

export interface Divider {
  /** The message above which the unread divider stands; 0 for none. */
  id: number;
  count: number;
}

interface RowOptions {
  divider: Divider;
  /** Nothing older is left to load. */
  complete: boolean;
}

/** Messages, oldest first, with day chips, the unread divider, gaps, notices, and groups of one sender within a minute. */
export function threadRows(messages: Message[], { divider, complete }: RowOptions): ThreadRow[] {
  const rows: ThreadRow[] = complete && messages.length > 0 ? [{ kind: "begin", key: "begin" }] : [];
  let previous: Message | undefined;
  for (const message of messages) {
    const newDay = !previous || daysAgo(previous.at, message.at) !== 0;
    const divides = divider.id !== 0 && message.id === divider.id;
    if (newDay) rows.push({ kind: "day", key: `d${new Date(message.at).toDateString()}`, at: message.at });
    if (divides) rows.push({ kind: "unread", key: "unread", count: divider.count });
    if (message.gap) rows.push({ kind: "gap", key: `g${message.id}`, gap: message.gap });
    if (message.detail.notice) {
      rows.push({ kind: "notice", key: messageKey(message), notice: message.detail.notice });
      previous = message;
      continue;
    }
    const grouped =
      previous !== undefined &&
      previous.kind !== "notice" &&
      !newDay &&
      !divides &&
      !message.gap &&
      previous.fromMe === message.fromMe &&
      message.at - previous.at <= GROUP;
    rows.push({ kind: "message", key: messageKey(message), message, first: !grouped });
    previous = message;
  }
  return rows;
}
