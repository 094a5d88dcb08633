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

/** Puts `insert` in place of the selection and says where the caret goes. */
export function insertAt(
  body: string,
  insert: string,
  start: number,
  end: number,
): { body: string; caret: number } {
  return { body: body.slice(0, start) + insert + body.slice(end), caret: start + insert.length };
}
