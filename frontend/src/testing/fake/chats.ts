import { matches } from "@/api/chat-cache";
import type { chatsApi } from "@/api/chats";
import { BackendError } from "@/api/client";
import type { Chat, Message } from "@/api/types";
import type { Emit, FakeState } from "@/testing/fake/state";

export function fakeChats(state: FakeState, emit: Emit): typeof chatsApi {
  const find = (id: number): Chat => {
    const chat = state.chats.find((each) => each.id === id);
    if (!chat) throw new BackendError("not_found", "This conversation is no longer there.");
    return chat;
  };
  const deliver = (message: Message, status: Message["status"], after: number) =>
    setTimeout(() => {
      message.status = status;
      const chat = find(message.chatId);
      chat.lastStatus = status;
      emit("message:changed", { chatId: message.chatId, messageId: message.id, status });
    }, after);
  return {
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
    messages: async (chatId, before, limit) => {
      const all = state.messages.filter((message) => message.chatId === chatId);
      const end = before === "" ? all.length : Number(before);
      const start = Math.max(0, end - limit);
      return { items: all.slice(start, end), next: start > 0 ? String(start) : "" };
    },
    send: async (chatId, text, clientId) => {
      state.nextId += 1;
      const message: Message = {
        id: state.nextId,
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
      state.messages.push(message);
      Object.assign(find(chatId), {
        lastText: text,
        lastFromMe: true,
        lastAt: message.at,
        lastStatus: "queued",
      });
      emit("chat:changed", { chatId });
      if (state.account.state === "online") {
        deliver(message, "sent", 150);
        deliver(message, "delivered", 400);
      }
      return { ...message };
    },
    retry: async (messageId) => {
      const message = state.messages.find((each) => each.id === messageId);
      if (!message) throw new BackendError("not_found", "This message is no longer there.");
      Object.assign(message, { status: "queued", error: "" });
      deliver(message, "sent", 150);
      return { ...message };
    },
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
        lastFromMe: false,
        lastStatus: "",
        lastAt: Date.now(),
        unread: 0,
        draft: "",
      };
      state.chats.push(chat);
      return chat;
    },
  };
}

/** A customer writes. */
export function receive(state: FakeState, emit: Emit, chatId: number, text: string): Message {
  state.nextId += 1;
  const message: Message = {
    id: state.nextId,
    chatId,
    clientId: "",
    fromMe: false,
    origin: "contact",
    kind: "text",
    text,
    at: Date.now(),
    status: "received",
    deliveredAt: 0,
    readAt: 0,
    error: "",
  };
  state.messages.push(message);
  const chat = state.chats.find((each) => each.id === chatId);
  if (chat)
    Object.assign(chat, {
      lastText: text,
      lastFromMe: false,
      lastAt: message.at,
      lastStatus: "received",
      unread: chat.unread + 1,
    });
  emit("message:received", { chatId, messageId: message.id, leadId: chat?.leadId ?? 0 });
  return message;
}
