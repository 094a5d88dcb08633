import { describe, expect, it } from "vitest";
import type { Message } from "@/api/types";
import { fakeFile, fakeMessage } from "@/testing/fake/message";
import {
  canDeleteForEveryone,
  canEdit,
  canForward,
  canReact,
  canReply,
  hasFile,
  isViewable,
} from "./message-rules";

const now = 1_800_000_000_000;
const MIN = 60_000;
const ours = (over: Partial<Message> = {}) =>
  fakeMessage({ id: 5, chatId: 1, fromMe: true, text: "Hi", at: now - MIN, ...over });
const theirs = (over: Partial<Message> = {}) =>
  fakeMessage({ id: 6, chatId: 1, text: "Hi", at: now - MIN, ...over });
const picture = (state: "ready" | "remote") => ({ kind: "image" as const, media: fakeFile({ state }) });

describe("message rules", () => {
  it("edits our texts for twenty minutes", () => {
    expect(canEdit(ours({ at: now - 19 * MIN }), now)).toBe(true);
    expect(canEdit(ours({ at: now - 21 * MIN }), now)).toBe(false);
    expect(canEdit(theirs(), now)).toBe(false);
    expect(canEdit(ours(picture("ready")), now)).toBe(false);
    expect(canEdit(ours({ status: "queued" }), now)).toBe(false);
  });

  it("deletes ours for everyone for sixty hours", () => {
    expect(canDeleteForEveryone(ours({ at: now - 59 * 60 * MIN }), now)).toBe(true);
    expect(canDeleteForEveryone(ours({ at: now - 61 * 60 * MIN }), now)).toBe(false);
    expect(canDeleteForEveryone(theirs(), now)).toBe(false);
    expect(canDeleteForEveryone(ours({ deletedAt: 1 }), now)).toBe(false);
  });

  it("answers and reacts only to what is there", () => {
    expect([canReply(theirs()), canReact(theirs())]).toEqual([true, true]);
    expect([canReply(ours({ status: "failed" })), canReact(ours({ status: "failed" }))]).toEqual([
      true,
      false,
    ]);
    expect([canReply(ours({ id: -1 })), canReply(theirs({ deletedAt: 1 }))]).toEqual([false, false]);
    expect(canReply(theirs({ kind: "notice" }))).toBe(false);
  });

  it("passes on and shows files that are here", () => {
    expect([canForward(theirs(picture("ready"))), canForward(theirs(picture("remote")))]).toEqual([
      true,
      false,
    ]);
    expect([canForward(theirs({ kind: "poll" })), canForward(theirs({ kind: "location" }))]).toEqual([
      false,
      true,
    ]);
    expect([hasFile(theirs(picture("ready"))), hasFile(theirs())]).toEqual([true, false]);
    expect([isViewable(theirs(picture("ready"))), isViewable(theirs(picture("remote")))]).toEqual([
      true,
      false,
    ]);
  });
});
