/** The letters in a person's picture: first and last name, "?" when there is only a number. */
export function initials(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/\s+/)
    .map((word) => word.replace(/^[^\p{L}]+/u, ""))
    .filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return "?";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return (firstLetter(first) + (last ? firstLetter(last) : "")).toLocaleUpperCase();
}

function firstLetter(word: string): string {
  const segment = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word);
  for (const part of segment) return part.segment;
  return "";
}

/** A colour from 1 to `tints`, always the same for the same key. */
export function tintOf(key: string, tints: number): number {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 16777619);
  return (Math.abs(hash) % tints) + 1;
}
