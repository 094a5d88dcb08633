/** Message templates: `{{field}}` or `{{field|fallback}}`. The backend renders; this only shows and inserts. */
export interface TemplatePart {
  kind: "text" | "variable";
  raw: string;
  field: string;
  fallback: string;
}

const VARIABLE = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;

export function parseTemplate(body: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const match of body.matchAll(VARIABLE)) {
    if (match.index > from) parts.push(text(body.slice(from, match.index)));
    parts.push({ kind: "variable", raw: match[0], field: match[1] ?? "", fallback: (match[2] ?? "").trim() });
    from = match.index + match[0].length;
  }
  if (from < body.length) parts.push(text(body.slice(from)));
  return parts;
}

function text(raw: string): TemplatePart {
  return { kind: "text", raw, field: "", fallback: "" };
}

export interface Edit {
  body: string;
  /** What is selected afterwards. */
  from: number;
  to: number;
}

/** Puts a variable in place of the selection, with its fallback selected to be typed over. */
export function insertVariable(
  body: string,
  field: string,
  fallback: string,
  from: number,
  to: number,
): Edit {
  const head = `{{${field}|`;
  const text = `${head}${fallback}}}`;
  const start = from + head.length;
  return { body: body.slice(0, from) + text + body.slice(to), from: start, to: start + fallback.length };
}

/** Puts WhatsApp's marker around the selection, or takes it away where it is already; blanks stay outside. */
export function mark(body: string, marker: string, from: number, to: number): Edit {
  const chosen = body.slice(from, to);
  const start = from + (chosen.length - chosen.trimStart().length);
  const end = chosen.trim() === "" ? start : start + chosen.trim().length;
  if (body[start - 1] === marker && body[end] === marker && end > start) {
    const bare = body.slice(0, start - 1) + body.slice(start, end) + body.slice(end + 1);
    return { body: bare, from: start - 1, to: end - 1 };
  }
  const marked = body.slice(0, start) + marker + body.slice(start, end) + marker + body.slice(end);
  return { body: marked, from: start + 1, to: end + 1 };
}
