import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { chatsApi } from "@/api/chats";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import type { Chat, ChatFilter, ChatPage } from "@/api/types";

type ChatList = InfiniteData<ChatPage, string>;

export function matches(chat: Chat, filter: ChatFilter): boolean {
  if (filter === "unread") return chat.unread > 0;
  if (filter === "waiting") return chat.lastAt > 0 && !chat.lastFromMe;
  if (filter === "drafts") return chat.draft !== "";
  return true;
}

/** The list with this conversation in its place, or gone when it no longer belongs. */
export function placeChat(list: ChatList, chat: Chat, belongs: boolean): ChatList {
  const pages = list.pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => item.id !== chat.id),
  }));
  if (!belongs) return { ...list, pages };
  for (const [at, page] of pages.entries()) {
    const index = page.items.findIndex((item) => item.lastAt <= chat.lastAt);
    const isLast = at === pages.length - 1;
    if (index < 0 && !(isLast && page.next === "")) continue;
    const items = index < 0 ? [...page.items, chat] : page.items.toSpliced(index, 0, chat);
    return { ...list, pages: pages.with(at, { ...page, items }) };
  }
  return { ...list, pages };
}

export function putChat(client: QueryClient, chat: Chat): void {
  client.setQueryData(keys.chat(chat.id), chat);
  for (const [key, list] of client.getQueriesData<ChatList>({ queryKey: keys.chatLists })) {
    if (!list) continue;
    const [, , filter, query] = key;
    const wasThere = list.pages.some((page) => page.items.some((item) => item.id === chat.id));
    const belongs = query === "" ? matches(chat, toFilter(filter)) : wasThere;
    client.setQueryData(key, placeChat(list, chat, belongs));
  }
}

function toFilter(value: unknown): ChatFilter {
  return value === "unread" || value === "waiting" || value === "drafts" ? value : "all";
}

/** Reads one conversation again and puts it where it belongs in every list. */
export async function refreshChat(client: QueryClient, chatId: number): Promise<void> {
  try {
    putChat(client, await chatsApi.get(chatId));
  } catch (cause) {
    if (toBackendError(cause).code === "not_found") await client.invalidateQueries({ queryKey: keys.chats });
  }
}
