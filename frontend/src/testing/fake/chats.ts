import { matches } from "@/api/chat-cache";
import type { chatsApi } from "@/api/chats";
import { BackendError } from "@/api/client";
import type { Chat } from "@/api/types";
import { fakeMessages } from "@/testing/fake/messages";
import { type Emit, type FakeState, findChat } from "@/testing/fake/state";

export function fakeChats(state: FakeState, emit: Emit): typeof chatsApi {
  const find = (id: number) => findChat(state, id);
  return {
    ...fakeMessages(state, emit),
    list: async ({ query, filter, cursor, limit }) => {
      const wanted = query.toLowerCase();
      const all = state.chats
        .filter(
          (chat) =>
            matches(chat, filter) &&
            `${chat.name} ${chat.phone} ${chat.lastText}`.toLowerCase().includes(wanted),
        )
        .sort((a, b) => b.lastAt - a.lastAt);
      const from = Number(cursor || 0);
      const next = from + limit < all.length ? String(from + limit) : "";
      const count = (name: "unread" | "waiting" | "drafts") =>
        state.chats.filter((chat) => matches(chat, name)).length;
      const counts = { unread: count("unread"), waiting: count("waiting"), drafts: count("drafts") };
      return { items: all.slice(from, from + limit), next, counts };
    },
    get: async (id) => find(id),
    setPrivate: async (chatId, priv) => {
      const chat = Object.assign(find(chatId), { private: priv });
      if (priv) {
        state.messages = state.messages.filter((each) => each.chatId !== chatId);
        Object.assign(chat, {
          lastText: "",
          lastAt: 0,
          lastStatus: "",
          lastFromMe: false,
          unread: 0,
          draft: "",
        });
      }
      emit("chat:changed", { chatId });
      return chat;
    },
    typing: async () => undefined,
    watch: async () => undefined,
    saveDraft: async (chatId, text) => {
      find(chatId).draft = text;
    },
    markRead: async (chatId) => {
      find(chatId).unread = 0;
    },
    openForLead: async (leadId) => {
      const known = state.chats.find((chat) => chat.leadId === leadId);
      if (known) return known;
      const lead = state.leads.find((each) => each.id === leadId);
      if (!lead) throw new BackendError("not_found", "This lead is no longer there.");
      state.nextId += 1;
      const chat: Chat = {
        id: state.nextId,
        leadId,
        name: lead.name,
        phone: lead.phone,
        phoneDisplay: lead.phoneDisplay,
        stageId: lead.stageId,
        tags: lead.tags,
        optedOut: lead.optedOut,
        newLead: false,
        lastText: "",
        lastKind: "text",
        lastFromMe: false,
        lastStatus: "",
        lastAt: Date.now(),
        unread: 0,
        draft: "",
        private: false,
        timer: 0,
      };
      state.chats.push(chat);
      return chat;
    },
  };
}
