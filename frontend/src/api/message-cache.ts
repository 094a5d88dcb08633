import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { chatsApi, MESSAGES } from "@/api/chats";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import type { Message, MessagePage, MessageStatus } from "@/api/types";

type Thread = InfiniteData<MessagePage, string>;

const RANK: Record<MessageStatus, number> = {
  queued: 0,
  sending: 1,
  failed: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  received: 6,
};

/** A status only climbs, except that a retry starts a failed message again. */
export function climbs(from: MessageStatus, to: MessageStatus): boolean {
  return RANK[to] > RANK[from] || (from === "failed" && to === "queued");
}

/**
 * The thread with `incoming` in it, each message once, known by id or by the id the window chose. What came late, or
 * came back, stands where its time says.
 */
export function mergeMessages(thread: Thread, incoming: Message[]): Thread {
  const rest = [...incoming];
  const take = (known: Message) => {
    const index = rest.findIndex(
      (message) =>
        message.id === known.id || (message.clientId !== "" && message.clientId === known.clientId),
    );
    return index < 0 ? undefined : rest.splice(index, 1)[0];
  };
  const pages = thread.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => take(item) ?? item),
  }));
  const [newest, ...older] = pages;
  if (!newest) return thread;
  const items = rest.length === 0 ? newest.items : [...newest.items, ...rest].toSorted((a, b) => a.at - b.at);
  return { ...thread, pages: [{ ...newest, items }, ...older] };
}

export function putMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Thread>(keys.messages(message.chatId), (thread) =>
    thread ? mergeMessages(thread, [message]) : thread,
  );
}

/** Takes a message off the screen, as one that was deleted here. */
export function dropMessage(client: QueryClient, { chatId, id }: Pick<Message, "chatId" | "id">): void {
  client.setQueryData<Thread>(keys.messages(chatId), (thread) =>
    thread
      ? {
          ...thread,
          pages: thread.pages.map((page) => ({
            ...page,
            items: page.items.filter((item) => item.id !== id),
          })),
        }
      : thread,
  );
}

/** What became of a status: "moved" says all there is to say, "same" may hide another change. */
type Moved = "moved" | "same" | "absent";

/** Moves a tick without asking the backend again. */
export function putStatus(
  client: QueryClient,
  chatId: number,
  messageId: number,
  status: MessageStatus,
): Moved {
  let moved: Moved = "absent";
  client.setQueryData<Thread>(keys.messages(chatId), (thread) => {
    if (!thread) return thread;
    const pages = thread.pages.map((page) => {
      const index = page.items.findIndex((item) => item.id === messageId);
      const item = page.items[index];
      if (!item) return page;
      moved = climbs(item.status, status) ? "moved" : "same";
      return moved === "moved" ? { ...page, items: page.items.with(index, { ...item, status }) } : page;
    });
    return moved === "moved" ? { ...thread, pages } : thread;
  });
  return moved;
}

/** Reads one message that is on screen again: edited, deleted, reacted to, its file here. */
export async function refreshMessage(client: QueryClient, chatId: number, messageId: number): Promise<void> {
  try {
    const message = await chatsApi.message(messageId);
    client.setQueryData<Thread>(keys.messages(chatId), (thread) =>
      thread?.pages.some((page) => page.items.some((item) => item.id === messageId))
        ? mergeMessages(thread, [message])
        : thread,
    );
  } catch (cause) {
    if (toBackendError(cause).code === "not_found") dropMessage(client, { chatId, id: messageId });
  }
}

/** Reads the newest page again and merges it, without disturbing older pages that are loaded. */
export async function refreshNewest(client: QueryClient, chatId: number): Promise<void> {
  if (!client.getQueryData(keys.messages(chatId))) return;
  const page = await chatsApi.messages(chatId, "", MESSAGES);
  client.setQueryData<Thread>(keys.messages(chatId), (thread) => {
    if (!thread) return thread;
    const known = new Set(thread.pages.flatMap((each) => each.items.map((item) => item.id)));
    const connected = page.next === "" || page.items.some((item) => known.has(item.id));
    // A gap longer than a page: start again from the newest rather than show a hole.
    return connected ? mergeMessages(thread, page.items) : { pages: [page], pageParams: [""] };
  });
}
