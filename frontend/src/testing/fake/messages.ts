import type { chatsApi } from "@/api/chats";
import { BackendError } from "@/api/client";
import type { Compose, Message } from "@/api/types";
import { fakeFile, fakeMessage } from "@/testing/fake/message";
import { type Emit, type FakeState, findChat } from "@/testing/fake/state";

type MessageCalls =
  | "messages"
  | "message"
  | "send"
  | "react"
  | "edit"
  | "delete"
  | "hide"
  | "unhide"
  | "forward"
  | "retry";

/** What is done with messages, as far as the window can tell. */
export function fakeMessages(state: FakeState, emit: Emit): Pick<typeof chatsApi, MessageCalls> {
  const find = (id: number) => findChat(state, id);
  const deliver = (message: Message, status: Message["status"], after: number) =>
    setTimeout(() => {
      message.status = status;
      const chat = find(message.chatId);
      chat.lastStatus = status;
      emit("message:changed", { chatId: message.chatId, messageId: message.id, status });
    }, after);
  const findMessage = (id: number): Message => {
    const message = state.messages.find((each) => each.id === id);
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
    retry: async (messageId) => {
      const message = findMessage(messageId);
      Object.assign(message, { status: "queued", error: "" });
      deliver(message, "sent", 150);
      return { ...message };
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
