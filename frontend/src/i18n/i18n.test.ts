import { describe, expect, it } from "vitest";
import en from "@/i18n/en.json";
import { pseudo, pseudoText, type Texts } from "@/i18n/pseudo";
import { isTest, sources } from "@/testing/sources";

function flatten(texts: Texts, prefix = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const texts = flatten(en);
const code = sources()
  .filter(({ path }) => !isTest(path))
  .map(({ text }) => text)
  .join("\n");

describe("texts", () => {
  it("has every plural form English needs", () => {
    const names = new Set(texts.map(([key]) => key));
    const incomplete = [...names].filter((key) =>
      key.endsWith("_one")
        ? !names.has(key.replace(/_one$/, "_other"))
        : key.endsWith("_other") && !names.has(key.replace(/_other$/, "_one")),
    );
    expect(incomplete).toEqual([]);
  });

  it("uses every text it has", () => {
    const dynamic = [...code.matchAll(/`([\w.]+)\.\$\{/g)].map((match) => `${match[1]}.`);
    const unused = texts
      .map(([key]) => key.replace(/_(zero|one|two|few|many|other)$/, ""))
      .filter((key) => !code.includes(`"${key}"`) && !dynamic.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });

  it("leaves placeholders alone in the pseudo-locale", () => {
    expect(pseudoText("Hello {{name}}")).toMatch(/^\[Hélló \{\{name\}\}~+\]$/);
    expect(flatten(pseudo(en)).map(([key]) => key)).toEqual(texts.map(([key]) => key));
  });

  it("has no empty text", () => {
    expect(texts.filter(([, text]) => text.trim() === "")).toEqual([]);
  });
});
