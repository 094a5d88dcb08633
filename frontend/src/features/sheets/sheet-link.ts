import type { Sheet } from "@/api/types";

/** Where a sheet, or a row of it, stands in the browser; "" for a file. */
export function sheetLink({ spreadsheetId, gid }: Pick<Sheet, "spreadsheetId" | "gid">, row = 0): string {
  if (spreadsheetId === "") return "";
  const tab = gid >= 0 ? [`gid=${gid}`] : [];
  const range = row > 0 ? [`range=A${row}`] : [];
  const place = [...tab, ...range].join("&");
  const base = `https://docs.google.com/spreadsheets/d/${spreadsheetId}/edit`;
  return place === "" ? base : `${base}#${place}`;
}
