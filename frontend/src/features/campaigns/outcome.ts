import type { CampaignCounts, RecipientState } from "@/api/types";

/** Who still has to be written to, or whose outcome is open. */
export function openCount(counts: CampaignCounts): number {
  return counts.pending + counts.sending + counts.uncertain;
}

export function doneCount(counts: CampaignCounts): number {
  return counts.total - openCount(counts);
}

export type RecipientFilter =
  | "all"
  | "togo"
  | "sent"
  | "delivered"
  | "read"
  | "replied"
  | "failed"
  | "skipped";

export const FILTER_STATES: Record<RecipientFilter, RecipientState[]> = {
  all: [],
  togo: ["pending", "sending", "uncertain"],
  sent: ["sent"],
  delivered: ["delivered"],
  read: ["read"],
  replied: ["replied"],
  failed: ["failed", "blocked"],
  skipped: ["skipped", "cancelled"],
};

export function countOf(counts: CampaignCounts, filter: RecipientFilter): number {
  return FILTER_STATES[filter].reduce((sum, state) => sum + counts[state], 0);
}

/** A, B, C: how variants are called. */
export function letterOf(variant: number): string {
  return String.fromCharCode(65 + variant);
}

/** A share as people read it; "–" of nothing. */
export function percent(part: number, of: number): string {
  return of === 0 ? "–" : `${Math.round((part / of) * 100)}%`;
}
