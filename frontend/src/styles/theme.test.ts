import { describe, expect, it } from "vitest";
import { sources } from "@/testing/sources";

const css = sources(/theme\.css$/)[0]?.text ?? "";

function tokens(block: string | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(block ?? "").matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]),
  );
}

const light = tokens(css.match(/\n:root \{([^}]*)\}/)?.[1]);
const bySystem = tokens(css.match(/:root:not\(\[data-theme="light"\]\) \{([^}]*)\}/)?.[1]);
const byChoice = tokens(css.match(/:root\[data-theme="dark"\] \{([^}]*)\}/)?.[1]);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const AA: [string, string][] = [
  ...["ink", "soft", "faint", "accent", "good", "warn", "bad", "info"].map((ink): [string, string] => [
    ink,
    "surface",
  ]),
  ...["ink", "soft", "accent"].flatMap((ink): [string, string][] => [
    [ink, "bg"],
    [ink, "sunken"],
    [ink, "accent-wash"],
    [ink, "hover"],
  ]),
  ...["good", "warn", "bad", "info"].map((name): [string, string] => [name, `${name}-wash`]),
  ...["good", "warn", "bad", "info"].map((name): [string, string] => ["soft", `${name}-wash`]),
  ...[1, 2, 3, 4, 5, 6].map((tint): [string, string] => [`tint-${tint}-ink`, `tint-${tint}`]),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["bad-ink", "bad"],
  ["soft", "mine"],
  ["soft", "theirs"],
  ["good", "accent-wash"],
  ["faint", "bg"],
  ["faint", "accent-wash"],
];
const AAA: [string, string][] = [
  ["ink", "mine"],
  ["ink", "theirs"],
];

describe("theme", () => {
  it("has one dark theme, by system and by choice", () => {
    expect(Object.keys(light).length).toBeGreaterThan(30);
    expect(byChoice).toEqual(bySystem);
    expect(Object.keys(byChoice).sort()).toEqual(Object.keys(light).sort());
  });

  for (const [name, theme] of Object.entries({ light, dark: byChoice })) {
    it(`is readable in ${name}`, () => {
      const weak = [...AA.map((pair) => [...pair, 4.5]), ...AAA.map((pair) => [...pair, 7])].flatMap(
        ([ink, ground, least]) => {
          const ratio = contrast(theme[String(ink)] ?? "", theme[String(ground)] ?? "");
          return ratio >= Number(least) ? [] : [`${ink} on ${ground}: ${ratio.toFixed(2)}`];
        },
      );
      expect(weak).toEqual([]);
    });
  }
});
