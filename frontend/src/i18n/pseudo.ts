const ACCENTS: Record<string, string> = Object.fromEntries(
  [..."aáeéiíoóuúcçnñyýAÁEÉIÍOÓUÚCÇNÑ"].reduce<[string, string][]>((pairs, char, index, all) => {
    if (index % 2 === 0) pairs.push([char, all[index + 1] ?? char]);
    return pairs;
  }, []),
);

/** Accents and +40 % length, with {{placeholders}} left alone. */
export function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith("{{") ? part : [...part].map((char) => ACCENTS[char] ?? char).join("")))
    .join("");
  return `[${accented}${"~".repeat(Math.ceil(text.length * 0.4))}]`;
}

export type Texts = { [key: string]: string | Texts };

export function pseudo(texts: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === "string" ? pseudoText(value) : pseudo(value),
    ]),
  );
}
