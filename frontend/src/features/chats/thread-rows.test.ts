import { describe, expect, it } from "vitest";
import type { Message } from "@/api/types";
import { firstUnread, messageKey, threadRows } from "@/features/chats/thread-rows";
import { fakeMessage } from "@/testing/fake/message";

const noon = new Date("2026-11-23T12:00:00").getTime();
const message = (id: number, seconds: number, fromMe = false): Message =>
  fakeMessage({ id, chatId: 1, fromMe, text: `m${id}`, at: noon + seconds * 1000 });
const shape = (messages: Message[], id = 0, complete = false) =>
  threadRows(messages, { divider: { id, count: 1 }, complete }).map((row) =>
    row.kind === "message" ? `${row.first ? ">" : "-"}${row.message.id}` : row.kind,
  );

describe("threadRows", () => {
  it("groups one sender within a minute", () => {
    expect(shape([message(1, 0), message(2, 60), message(3, 121), message(4, 125, true)])).toEqual([
      "day",
      ">1",
      "-2",
      ">3",
      ">4",
    ]);
  });

  it("parts days and marks the beginning", () => {
    expect(shape([message(1, -86_400), message(2, 0)], 0, true)).toEqual(["begin", "day", ">1", "day", ">2"]);
    expect(shape([], 0, true)).toEqual([]);
  });

  it("puts the divider above the first unread message", () => {
    const messages = [message(1, 0), message(2, 10), message(3, 20, true), message(4, 30)];
    const { id, count } = firstUnread(messages, 2);
    expect([id, count]).toEqual([2, 2]);
    expect(shape(messages, id)).toEqual(["day", ">1", "unread", ">2", ">3", ">4"]);
    expect(firstUnread(messages, 0).id).toBe(0);
    expect(firstUnread(messages, 9).id).toBe(1);
  });

  it("puts a gap above its message, and a notice between groups", () => {
    const gap = { from: 1, to: 2, arrived: 1, missing: 0, open: false };
    const notice: Message = {
      ...message(3, 20),
      kind: "notice",
      detail: { notice: { what: "keys_changed", value: "" } },
    };
    expect(shape([message(1, 0), { ...message(2, 10), gap }, notice, message(4, 30)])).toEqual([
      "day",
      ">1",
      "gap",
      ">2",
      "notice",
      ">4",
    ]);
  });

  it("keeps a bubble's key when the backend answers", () => {
    const before = { ...message(-1, 0, true), clientId: "abc" };
    expect(messageKey(before)).toBe(messageKey({ ...before, id: 77, status: "sent" }));
  });
});
