/**
 * WhatsApp's own formatting, read into tokens and never into HTML. Nothing is lost on the way: the `raw`
 * of all tokens, joined, is the message.
 */
export type Token =
  | { kind: "text"; raw: string; text: string }
  | { kind: "link"; raw: string; text: string; url: string }
  | { kind: "code" | "block"; raw: string; text: string }
  | { kind: "bold" | "italic" | "strike"; raw: string; children: Token[] };

const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;
type Marker = keyof typeof STYLES;
const LINK = /(?:https?:\/\/|www\.)[^\s<>"]{1,2048}/iy;
const TRAILING = /[.,;:!?'")\]}*_~]+$/;
const MAX_DEPTH = 6;

export function tokenize(source: string, depth = 0): Token[] {
  const tokens: Token[] = [];
  const hopeless: Hopeless = { "*": 0, _: 0, "~": 0 };
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain !== "") tokens.push({ kind: "text", raw: plain, text: plain });
    plain = "";
  };
  while (at < source.length) {
    const token = codeAt(source, at) ?? linkAt(source, at) ?? styleAt(source, at, depth, hopeless);
    if (token) {
      flush();
      tokens.push(token);
      at += token.raw.length;
    } else {
      plain += source.charAt(at);
      at += 1;
    }
  }
  flush();
  return tokens;
}

function codeAt(source: string, at: number): Token | undefined {
  if (source[at] !== "`") return undefined;
  if (source.startsWith("```", at)) {
    const end = source.indexOf("```", at + 3);
    if (end <= at + 3) return undefined;
    return { kind: "block", raw: source.slice(at, end + 3), text: source.slice(at + 3, end) };
  }
  const end = source.indexOf("`", at + 1);
  if (end <= at + 1) return undefined;
  const text = source.slice(at + 1, end);
  return text.includes("\n") ? undefined : { kind: "code", raw: source.slice(at, end + 1), text };
}

function linkAt(source: string, at: number): Token | undefined {
  if (isWord(source[at - 1])) return undefined;
  LINK.lastIndex = at;
  const found = LINK.exec(source)?.[0].replace(TRAILING, "");
  if (!found) return undefined;
  const url = /^www\./i.test(found) ? `https://${found}` : found;
  return hostOf(url) === "" ? undefined : { kind: "link", raw: found, text: found, url };
}

/** Up to where each marker is known to have no end, so that a long run of them is read once. */
type Hopeless = Record<Marker, number>;

function styleAt(source: string, at: number, depth: number, hopeless: Hopeless): Token | undefined {
  const marker = source[at];
  if (depth >= MAX_DEPTH || !isMarker(marker) || isWord(source[at - 1])) return undefined;
  if (isBlank(source[at + 1]) || source[at + 1] === marker || at < hopeless[marker]) return undefined;
  let end = at + 2;
  for (; end < source.length && source[end] !== "\n"; end++) {
    if (source[end] === marker && !isBlank(source[end - 1]) && !isWord(source[end + 1])) {
      const children = tokenize(source.slice(at + 1, end), depth + 1);
      return { kind: STYLES[marker], raw: source.slice(at, end + 1), children };
    }
  }
  hopeless[marker] = end;
  return undefined;
}

function isMarker(char: string | undefined): char is Marker {
  return char === "*" || char === "_" || char === "~";
}

function isWord(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || /\s/.test(char);
}

/** The host a link leads to, in the form that cannot be disguised (punycode); "" when it is no link. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}

/** One line without markers, for lists. */
export function plainLine(source: string): string {
  const flat = (tokens: Token[]): string =>
    tokens.map((token) => ("children" in token ? flat(token.children) : token.text)).join("");
  return flat(tokenize(source)).replace(/\s+/g, " ").trim();
}
