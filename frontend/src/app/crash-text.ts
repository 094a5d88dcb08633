const LONGEST = 2000;
/** Their messages name code, never what people wrote: JSON and network errors quote data. */
const TELLING = ["TypeError", "ReferenceError", "RangeError"];

/** What the log may hold of an error in the page: names of code and places in it. */
export function crashText(cause: unknown, components: string): string {
  const error = cause instanceof Error ? cause : new Error("not an error");
  const message = TELLING.includes(error.name) ? error.message : "";
  const places = `${error.stack ?? ""}\n${components}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^at |@/.test(line));
  return [`${error.name}: ${message}`, ...places].join("\n").slice(0, LONGEST);
}
