import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cn } from "@/lib/cn";
import { countries, systemCountry } from "@/lib/countries";
import { ago, countdown, dayAndTime, dayLabel, listTime, playTime, spanInWords } from "@/lib/dates";
import { CompositionGuard } from "@/lib/enter-key";
import { fileSize } from "@/lib/files";
import { initials, tintOf } from "@/lib/initials";
import { insertVariable, mark, parseTemplate } from "@/lib/template";

const at = (text: string) => new Date(text).getTime();

describe("dates", () => {
  const now = at("2026-11-23T14:05:00");

  it("counts calendar days, not hours", () => {
    expect(dayLabel(at("2026-11-23T00:01:00"), now, "en")).toBe("Today");
    expect(dayLabel(at("2026-11-22T23:59:00"), now, "en")).toBe("Yesterday");
    expect(dayLabel(at("2026-11-20T12:00:00"), now, "en")).toBe("Friday");
    expect(dayLabel(at("2026-11-02T12:00:00"), now, "en-GB")).toBe("2 Nov");
    expect(dayLabel(at("2025-11-02T12:00:00"), now, "en-GB")).toBe("2 Nov 2025");
  });

  it("says when, near and far", () => {
    expect(listTime(0, now)).toBe("");
    expect(listTime(at("2026-11-23T09:07:00"), now, "en-GB")).toBe("09:07");
    expect(dayAndTime(at("2026-11-24T16:40:00"), now, "en-GB")).toBe("Tomorrow 16:40");
    expect(dayAndTime(at("2026-11-26T16:40:00"), now, "en-GB")).toBe("Thursday 16:40");
    expect(ago(now - 125_000, now, "en")).toBe("2 minutes ago");
    expect(ago(now - 5000, now, "en")).toBe("now");
  });

  it("counts down in two units at most", () => {
    expect(countdown(now + 45_000, now, "en")).toBe("45 sec");
    expect(countdown(now + 245_000, now, "en")).toBe("4 min 5 sec");
    expect(countdown(now + 13 * 3_600_000 + 42 * 60_000, now, "en")).toBe("13 hr 42 min");
    expect(countdown(now + 51 * 3_600_000, now, "en")).toBe("2 days 3 hr");
    expect(countdown(now + 24 * 3_600_000, now, "en")).toBe("1 day");
    expect(countdown(now - 1, now, "en")).toBe("0 sec");
  });
});

describe("initials", () => {
  it.each([
    ["João Gonçalves", "JG"],
    ["María José García", "MG"],
    ["ana", "A"],
    ["+62 812 3033 282", "?"],
    ["", "?"],
    ["محمد علي", "مع"],
  ])("%s is %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });

  it("gives a key always the same tint", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (key, tints) => {
        expect(tintOf(key, tints)).toBe(tintOf(key, tints));
        expect(tintOf(key, tints)).toBeGreaterThanOrEqual(1);
        expect(tintOf(key, tints)).toBeLessThanOrEqual(tints);
      }),
    );
  });
});

describe("template", () => {
  it("reads variables and fallbacks", () => {
    expect(
      parseTemplate("Hi {{ name | friend }}!").map(({ kind, field, fallback }) => ({
        kind,
        field,
        fallback,
      })),
    ).toEqual([
      { kind: "text", field: "", fallback: "" },
      { kind: "variable", field: "name", fallback: "friend" },
      { kind: "text", field: "", fallback: "" },
    ]);
  });

  it("loses nothing", () => {
    const bodies = fc
      .array(fc.constantFrom("{{", "}}", "|", "name", " ", "{", "}", "x"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(bodies, (body) => {
        expect(
          parseTemplate(body)
            .map((part) => part.raw)
            .join(""),
        ).toBe(body);
      }),
    );
  });

  it("inserts a variable with its fallback selected", () => {
    const { body, from, to } = insertVariable("Hi !", "name", "friend", 3, 3);
    expect(body).toBe("Hi {{name|friend}}!");
    expect(body.slice(from, to)).toBe("friend");
  });

  it("marks what is selected without its blanks, and takes the marks away again", () => {
    const marked = mark("a big  day", "*", 2, 6);
    expect(marked).toEqual({ body: "a *big*  day", from: 3, to: 6 });
    expect(mark(marked.body, "*", marked.from, marked.to).body).toBe("a big  day");
    expect(mark("ab", "_", 1, 1)).toEqual({ body: "a__b", from: 2, to: 2 });
  });
});

describe("CompositionGuard", () => {
  const enter = { isComposing: false, keyCode: 13, timeStamp: 0 };

  it("leaves the Enter that ends a word alone, once", () => {
    const guard = new CompositionGuard();
    guard.start();
    expect(guard.owns(enter)).toBe(true);
    guard.end(1000);
    expect(guard.owns({ isComposing: false, keyCode: 229, timeStamp: 1010 })).toBe(true);
    expect(guard.owns({ isComposing: false, keyCode: 229, timeStamp: 1020 })).toBe(false);
    expect(guard.owns({ ...enter, timeStamp: 1030 })).toBe(false);
  });

  it("does not swallow a late 229", () => {
    const guard = new CompositionGuard();
    guard.end(1000);
    expect(guard.owns({ isComposing: false, keyCode: 229, timeStamp: 1600 })).toBe(false);
  });
});

describe("small helpers", () => {
  it("keeps a size beside a colour", () => {
    expect(cn("text-12 text-soft", "text-14")).toBe("text-soft text-14");
  });

  it("says sizes as people do", () => {
    expect(fileSize(0, "en")).toBe("0 bytes");
    expect(fileSize(4_200_000, "en")).toBe("4.2 MB");
  });
});

describe("lengths of time", () => {
  it("writes the length of a sound", () => {
    expect([0, 7400, 750_000, 3_723_000].map(playTime)).toEqual(["0:00", "0:07", "12:30", "1:02:03"]);
  });

  it("writes timers in words", () => {
    expect([86_400, 604_800, 7_776_000, 3600].map((seconds) => spanInWords(seconds, "en"))).toEqual([
      "24 hours",
      "7 days",
      "90 days",
      "1 hour",
    ]);
  });
});

describe("countries", () => {
  it("guesses from the system's language, and from none that is not one", () => {
    expect(systemCountry("pt-BR")).toBe("BR");
    expect(systemCountry("ta")).toBe("IN");
    expect(systemCountry("C")).toBe("");
    expect(systemCountry("")).toBe("");
    expect(countries("en")[0]?.name).toBe("Afghanistan");
  });
});
