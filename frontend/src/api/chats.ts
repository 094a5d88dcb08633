import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as Chats from "wailsjs/go/app/Chats";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { ChatFilter } from "@/api/types";

export const chatsApi = {
  list: bound(Chats.List),
  get: bound(Chats.Get),
  messages: bound(Chats.Messages),
  message: bound(Chats.Message),
  send: bound(Chats.Send),
  react: bound(Chats.React),
  edit: bound(Chats.Edit),
  delete: bound(Chats.Delete),
  hide: bound(Chats.Hide),
  unhide: bound(Chats.Unhide),
  forward: bound(Chats.Forward),
  setPrivate: bound(Chats.SetPrivate),
  typing: bound(Chats.Typing),
  watch: bound(Chats.Watch),
  retry: bound(Chats.Retry),
  saveDraft: bound(Chats.SaveDraft),
  markRead: bound(Chats.MarkRead),
  openForLead: bound(Chats.OpenForLead),
};

const CHATS = 60;
export const MESSAGES = 60;

export function useChats(query: string, filter: ChatFilter) {
  return useInfiniteQuery({
    queryKey: keys.chatList(query, filter),
    queryFn: ({ pageParam }) => chatsApi.list({ query, filter, cursor: pageParam, limit: CHATS }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.next === "" ? undefined : last.next),
    placeholderData: (before) => before,
  });
}

/** How many conversations are unread, waiting or drafted; independent of what the list shows. */
export function useChatCounts() {
  return useQuery({
    queryKey: keys.chatCounts,
    queryFn: async () => (await chatsApi.list({ query: "", filter: "all", cursor: "", limit: 1 })).counts,
  });
}

export function useChat(id: number) {
  return useQuery({ queryKey: keys.chat(id), queryFn: () => chatsApi.get(id), enabled: id > 0 });
}

/** Pages run from the newest to the oldest; inside a page the oldest comes first. */
export function useMessages(chatId: number) {
  return useInfiniteQuery({
    queryKey: keys.messages(chatId),
    queryFn: ({ pageParam }) => chatsApi.messages(chatId, pageParam, MESSAGES),
    initialPageParam: "",
    getNextPageParam: (last) => (last.next === "" ? undefined : last.next),
    enabled: chatId > 0,
  });
}
