import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { matches, placeChat, putChat } from "@/api/chat-cache";
import { keys } from "@/api/keys";
import { climbs, mergeMessages, putStatus } from "@/api/message-cache";
import type { Chat, Message } from "@/api/types";
import { busyState } from "@/testing/fake/people";

const state = busyState(1_800_000_000_000, 0);
const chat = (id: number, over: Partial<Chat> = {}): Chat => ({ ...state.chats[0]!, id, ...over });
const message = (id: number, over: Partial<Message> = {}): Message => ({
  ...state.messages[0]!,
  id,
  clientId: "",
  ...over,
});
const list = (...chats: Chat[]) => ({
  pages: [{ items: chats, next: "", counts: { unread: 0, waiting: 0, drafts: 0 } }],
  pageParams: [""],
});
const thread = (...items: Message[]) => ({ pages: [{ items, next: "" }], pageParams: [""] });

describe("chat cache", () => {
  it("moves a conversation to its place", () => {
    const before = list(chat(1, { lastAt: 30 }), chat(2, { lastAt: 20 }), chat(3, { lastAt: 10 }));
    const ids = (after: ReturnType<typeof list>) => after.pages[0]?.items.map((item) => item.id);
    expect(ids(placeChat(before, chat(3, { lastAt: 40 }), true))).toEqual([3, 1, 2]);
    expect(ids(placeChat(before, chat(1, { lastAt: 15 }), true))).toEqual([2, 1, 3]);
    expect(ids(placeChat(before, chat(9, { lastAt: 5 }), true))).toEqual([1, 2, 3, 9]);
    expect(ids(placeChat(before, chat(2), false))).toEqual([1, 3]);
  });

  it("puts a conversation only into lists it belongs to", () => {
    const client = new QueryClient();
    client.setQueryData(keys.chatList("", "unread"), list(chat(1, { unread: 1, lastAt: 5 })));
    putChat(client, chat(1, { unread: 0, lastAt: 6 }));
    expect(
      client.getQueryData<ReturnType<typeof list>>(keys.chatList("", "unread"))?.pages[0]?.items,
    ).toEqual([]);
    expect(client.getQueryData(keys.chat(1))).toMatchObject({ unread: 0 });
  });

  it("knows who waits", () => {
    expect(matches(chat(1, { lastFromMe: false, lastAt: 1 }), "waiting")).toBe(true);
    expect(matches(chat(1, { lastFromMe: true, lastAt: 1 }), "waiting")).toBe(false);
  });
});

describe("message cache", () => {
  it("replaces the optimistic bubble instead of adding one", () => {
    const before = thread(message(1), message(-1, { clientId: "x", status: "queued" }));
    const after = mergeMessages(before, [message(2, { clientId: "x", status: "sent" }), message(3)]);
    expect(after.pages[0]?.items.map((item) => item.id)).toEqual([1, 2, 3]);
  });

  it("puts what came late where its time says", () => {
    const before = thread(message(1, { at: 10 }), message(2, { at: 30 }));
    const after = mergeMessages(before, [message(3, { at: 20 })]);
    expect(after.pages[0]?.items.map((item) => item.id)).toEqual([1, 3, 2]);
  });

  it("never lets a tick go back", () => {
    const client = new QueryClient();
    client.setQueryData(keys.messages(1), thread(message(5, { chatId: 1, status: "read" })));
    expect(putStatus(client, 1, 5, "delivered")).toBe("same");
    expect(client.getQueryData<ReturnType<typeof thread>>(keys.messages(1))?.pages[0]?.items[0]?.status).toBe(
      "read",
    );
    expect(putStatus(client, 1, 99, "read")).toBe("absent");
    expect(climbs("failed", "queued")).toBe(true);
    expect(climbs("sent", "queued")).toBe(false);
  });
});
