import type { Message } from "@/api/types";
import { daysAgo } from "@/lib/dates";

export type ThreadRow =
  | { kind: "begin"; key: string }
  | { kind: "day"; key: string; at: number }
  | { kind: "unread"; key: string; count: number }
  | { kind: "message"; key: string; message: Message; first: boolean };

const GROUP = 60_000;

/** The same bubble before and after the backend has answered. */
export function messageKey(message: Message): string {
  return message.clientId === "" ? `m${message.id}` : `c${message.clientId}`;
}

/** Where the unread messages began when the conversation was opened; 0 when there were none. */
export function firstUnread(messages: Message[], unread: number): number {
  const inbound = messages.filter((message) => !message.fromMe);
  return unread > 0 ? (inbound.at(-unread)?.id ?? inbound[0]?.id ?? 0) : 0;
}

interface RowOptions {
  /** The message above which the unread divider stands; 0 for none. */
  dividerId: number;
  /** Nothing older is left to load. */
  complete: boolean;
}

/** Messages, oldest first, with day chips, the unread divider, and groups of one sender within a minute. */
export function threadRows(messages: Message[], { dividerId, complete }: RowOptions): ThreadRow[] {
  const rows: ThreadRow[] = complete && messages.length > 0 ? [{ kind: "begin", key: "begin" }] : [];
  let previous: Message | undefined;
  const inboundFrom = (index: number) => messages.slice(index).filter((message) => !message.fromMe).length;
  for (const [index, message] of messages.entries()) {
    const newDay = !previous || daysAgo(previous.at, message.at) !== 0;
    const divider = dividerId !== 0 && message.id === dividerId;
    if (newDay) rows.push({ kind: "day", key: `d${new Date(message.at).toDateString()}`, at: message.at });
    if (divider) rows.push({ kind: "unread", key: "unread", count: inboundFrom(index) });
    const grouped =
      previous !== undefined &&
      !newDay &&
      !divider &&
      previous.fromMe === message.fromMe &&
      message.at - previous.at <= GROUP;
    rows.push({ kind: "message", key: messageKey(message), message, first: !grouped });
    previous = message;
  }
  return rows;
}
