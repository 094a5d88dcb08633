import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostOf, plainLine, type Token, tokenize } from "@/lib/whatsapp-format";

const shape = (tokens: Token[]): unknown =>
  tokens.map((token) =>
    "children" in token ? { [token.kind]: shape(token.children) } : `${token.kind}:${token.text}`,
  );

describe("tokenize", () => {
  it.each([
    ["*M or L*?", [{ bold: ["text:M or L"] }, "text:?"]],
    [
      "_so_ ~not~ `x = 1`",
      [{ italic: ["text:so"] }, "text: ", { strike: ["text:not"] }, "text: ", "code:x = 1"],
    ],
    ["*bold _and italic_*", [{ bold: ["text:bold ", { italic: ["text:and italic"] }] }]],
    ["2 * 3 * 4", ["text:2 * 3 * 4"]],
    ["snake_case_name", ["text:snake_case_name"]],
    ["* not bold*", ["text:* not bold*"]],
    ["*open", ["text:*open"]],
    ["*a\nb*", ["text:*a\nb*"]],
    ["```\nline *1*\n```", ["block:\nline *1*\n"]],
    ["see https://a.example/x_y_z.", ["text:see ", "link:https://a.example/x_y_z", "text:."]],
    ["(www.example.org)", ["text:(", "link:www.example.org", "text:)"]],
    ["**", ["text:**"]],
  ])("reads %j", (source, expected) => {
    expect(shape(tokenize(source))).toEqual(expected);
  });

  const marked = fc.array(
    fc.constantFrom(
      "*",
      "_",
      "~",
      "`",
      "```",
      " ",
      "\n",
      "a",
      "Olá",
      "🙏",
      "https://x.example",
      "www.y.example",
      ")",
      ".",
    ),
  );

  it("loses nothing", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          marked.map((parts) => parts.join("")),
        ),
        (source) => {
          expect(
            tokenize(source)
              .map((token) => token.raw)
              .join(""),
          ).toBe(source);
        },
      ),
    );
  });

  it("makes links only to the web", () => {
    const links = (tokens: Token[]): string[] =>
      tokens.flatMap((token) =>
        "children" in token ? links(token.children) : token.kind === "link" ? [token.url] : [],
      );
    fc.assert(
      fc.property(
        marked.map((parts) => parts.join("")),
        (source) => {
          for (const url of links(tokenize(source))) expect(url).toMatch(/^https?:\/\//i);
        },
      ),
    );
    expect(links(tokenize("javascript:alert(1) smb://x file:///etc vscode://x"))).toEqual([]);
  });

  it("reads a long run of markers quickly", () => {
    const before = performance.now();
    tokenize("*a ".repeat(20_000));
    tokenize("*_~".repeat(20_000));
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

describe("plainLine", () => {
  it("drops markers and breaks", () => {
    expect(plainLine("*Hi*\n\n_you_")).toBe("Hi you");
  });
});

describe("hostOf", () => {
  it("shows what a disguised host is", () => {
    expect(hostOf("https://аpple.com/x")).toBe("xn--pple-43d.com");
    expect(hostOf("nonsense")).toBe("");
  });
});
