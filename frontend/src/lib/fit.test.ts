import { describe, expect, it } from "vitest";
import { emojiCount } from "@/lib/emoji";
import { fitInto } from "@/lib/fit";

const bounds = { maxWidth: 320, maxHeight: 360, minWidth: 200, minHeight: 120 };

describe("fitInto", () => {
  it.each([
    [1200, 900, 320, 240],
    [900, 1200, 270, 360],
    [0, 0, 320, 240],
    [100, 80, 200, 120],
    [9000, 100, 320, 120],
    [100, 9000, 200, 360],
  ])("keeps room for %i × %i", (width, height, wide, high) => {
    expect(fitInto(width, height, bounds)).toEqual({ width: wide, height: high });
  });
});

describe("emojiCount", () => {
  it.each([
    ["🙏", 1],
    ["👨‍👩‍👧 ❤️", 2],
    ["👍🏽👍🏽👍🏽", 3],
    ["🇧🇷", 1],
    ["12", 0],
    ["ok 👍", 0],
    ["", 0],
  ])("counts %s", (text, count) => {
    expect(emojiCount(text)).toBe(count);
  });
});
