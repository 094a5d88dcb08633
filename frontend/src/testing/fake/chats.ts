import { matches } from "@/api/chat-cache";
import type { chatsApi } from "@/api/chats";
import { BackendError } from "@/api/client";
import type { Chat, Compose, Message } from "@/api/types";
import { fakeFile, fakeMessage } from "@/testing/fake/message";
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
  const findMessage = (id: number): Message => {
    const message = [...state.messages, ...state.hidden].find((each) => each.id === id);
    if (!message) throw new BackendError("not_found", "This message is no longer there.");
    return message;
  };
  const told = (message: Message): Message => {
    emit("message:changed", {
      chatId: message.chatId,
      messageId: message.id,
      leadId: 0,
      status: message.status,
    });
    return { ...message };
  };
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
    message: async (id) => findMessage(id),
    send: async (chatId, compose) => {
      state.nextId += 1;
      const message = fakeMessage({
        id: state.nextId,
        chatId,
        fromMe: true,
        at: Date.now(),
        status: "queued",
        ...contentOf(state, compose),
      });
      state.messages.push(message);
      Object.assign(find(chatId), {
        lastText: message.text,
        lastKind: message.kind,
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
    react: async (id, emoji) => {
      const message = findMessage(id);
      message.reactions = message.reactions.filter((each) => !each.fromMe);
      if (emoji !== "") message.reactions.push({ fromMe: true, emoji, at: Date.now() });
      return told(message);
    },
    edit: async (id, text) => told(Object.assign(findMessage(id), { text, editedAt: Date.now() })),
    delete: async (id) => told(Object.assign(findMessage(id), { text: "", deletedAt: Date.now() })),
    hide: async (id) => {
      const message = findMessage(id);
      state.messages = state.messages.filter((each) => each !== message);
      state.hidden.push(message);
      told(message);
    },
    unhide: async (id) => {
      const message = state.hidden.find((each) => each.id === id);
      if (!message) return;
      state.hidden = state.hidden.filter((each) => each !== message);
      state.messages = [...state.messages, message].sort((a, b) => a.at - b.at);
      told(message);
    },
    forward: async (messageIds, chatIds) => {
      for (const chatId of chatIds)
        for (const id of messageIds) {
          state.nextId += 1;
          const { kind, text, detail, media } = findMessage(id);
          const copy = { kind, text, detail, ...(media ? { media } : {}), forwarded: 1, fromMe: true };
          state.messages.push(fakeMessage({ id: state.nextId, chatId, at: Date.now(), ...copy }));
          emit("chat:changed", { chatId });
        }
    },
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
    retry: async (messageId) => {
      const message = findMessage(messageId);
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

/** What the backend would make of what was written. */
function contentOf(state: FakeState, compose: Compose): Partial<Message> {
  const { clientId, text, replyTo, fileId, as, location, leadIds } = compose;
  const base: Partial<Message> = { clientId, text, ...quoteOf(state, replyTo) };
  const file = state.staged.find((each) => each.id === fileId);
  if (file) {
    state.staged = state.staged.filter((each) => each !== file);
    const { name: fileName, mime, size, width, height, durationMs } = file;
    const media = fakeFile({ id: state.nextId, mime, size, fileName, width, height, durationMs });
    return { ...base, kind: as || file.as || "document", media };
  }
  if (location) return { ...base, kind: "location", detail: { location } };
  if (leadIds.length > 0) {
    const cards = state.leads
      .filter((lead) => leadIds.includes(lead.id))
      .map((lead) => ({ name: lead.name, numbers: [`+${lead.phone}`] }));
    return { ...base, kind: "contact", detail: { cards } };
  }
  return base;
}

function quoteOf(state: FakeState, id: number): Pick<Message, "quote"> {
  const quoted = state.messages.find((each) => each.id === id);
  if (!quoted) return {};
  const { fromMe, kind, text } = quoted;
  return { quote: { waId: String(id), fromMe, kind, text, messageId: id } };
}

/** A customer writes. */
export function receive(state: FakeState, emit: Emit, chatId: number, text: string): Message {
  state.nextId += 1;
  const message = fakeMessage({ id: state.nextId, chatId, text, at: Date.now() });
  state.messages.push(message);
  const chat = state.chats.find((each) => each.id === chatId);
  if (chat)
    Object.assign(chat, {
      lastText: text,
      lastKind: "text",
      lastFromMe: false,
      lastAt: message.at,
      lastStatus: "received",
      unread: chat.unread + 1,
    });
  emit("message:received", { chatId, messageId: message.id, leadId: chat?.leadId ?? 0 });
  return message;
}
