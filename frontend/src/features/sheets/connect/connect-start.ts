import type { Spreadsheet } from "@/api/types";

/** What another screen has found already, for the next time that one connects. */
let found: Spreadsheet | null = null;

export function startWith(spreadsheet: Spreadsheet): void {
  found = spreadsheet;
}

export function takeStart(): Spreadsheet | null {
  const start = found;
  found = null;
  return start;
}
