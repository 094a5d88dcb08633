import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { isTest, sources } from "@/testing/sources";

const code = sources().filter(({ path }) => !isTest(path));

/** Whom each layer may import; a feature may import itself. */
const MAY_IMPORT: Record<string, string[]> = {
  "main.tsx": ["app", "i18n", "styles"],
  app: ["app", "features", "api", "components", "hooks", "lib", "i18n"],
  features: ["api", "components", "hooks", "lib", "i18n"],
  api: ["api", "lib", "i18n", "wailsjs"],
  components: ["components", "hooks", "lib", "i18n"],
  hooks: ["hooks", "lib"],
  lib: ["lib"],
  i18n: ["i18n", "lib"],
};

function layerOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "features" ? `features/${second}` : first;
}

function imports({ path, text }: { path: string; text: string }): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)]
    .map((match) => match[1] ?? "")
    .filter((target) => /^(@\/|\.|wailsjs)/.test(target))
    .map((target) =>
      target.startsWith(".") ? posix.join(posix.dirname(path), target) : target.replace(/^@\//, ""),
    );
}

describe("architecture", () => {
  it("keeps the direction components|hooks|lib|i18n <- api <- features <- app", () => {
    const wrong = code.flatMap((file) => {
      const layer = layerOf(file.path);
      const allowed = MAY_IMPORT[layer.split("/")[0] ?? ""] ?? [];
      return imports(file)
        .map(layerOf)
        .filter((target) => target !== layer && !allowed.includes(target.split("/")[0] ?? ""))
        .concat(
          imports(file)
            .map(layerOf)
            .filter(
              (target) => layer.startsWith("features/") && target.startsWith("features/") && target !== layer,
            ),
        )
        .map((target) => `${file.path} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it("asserts types only where the bridge is", () => {
    const wrong = code.filter(
      ({ path, text }) => path !== "api/client.ts" && /\bas (?!const\b)[A-Z{(unknown]/.test(bodyOf(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it("uses logical utilities, so that right-to-left works", () => {
    const physical =
      /(?<![\w-])-?(?:ml|mr|pl|pr|left|right|rounded-[lr]|rounded-[tb][lr]|border-[lr]|scroll-[mp][lr])-(?:\d|auto|px|\[)|text-(?:left|right)\b|(?<![\w-])border-[lr](?![\w-])/;
    expect(code.filter(({ text }) => physical.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it("names no raw colour outside the theme", () => {
    const raw = /#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?!\d)|\brgba?\(|\bhsla?\(/;
    const palette =
      /\b(?:bg|text|border|fill|stroke|ring)-(?:white|black|gray|slate|zinc|neutral|red|green|blue|indigo|amber|yellow|teal)(?:-\d+)?\b/;
    expect(code.filter(({ text }) => raw.test(text) || palette.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it("keeps files short and named in kebab-case", () => {
    const long = code.filter(({ text }) => text.split("\n").length > 251);
    const misnamed = code.filter(({ path }) => !/^[a-z0-9-]+(\.d)?\.tsx?$/.test(posix.basename(path)));
    expect([...long, ...misnamed].map(({ path }) => path)).toEqual([]);
  });

  it("builds no HTML from strings", () => {
    const html =
      /dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
    expect(code.filter(({ text }) => html.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

function bodyOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|(?:import|export)\s[^;]*?from\s"[^"]+";/g, "");
}
