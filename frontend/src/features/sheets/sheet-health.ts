import type { Sheet } from "@/api/types";

export type Health = "active" | "paused" | "error" | "needsYou";

/** A pause that the user did not choose needs them. */
export function healthOf(sheet: Sheet): Health {
  if (sheet.state === "paused" && sheet.reason !== "paused_by_user") return "needsYou";
  return sheet.state;
}
