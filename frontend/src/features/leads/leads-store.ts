import { create } from "zustand";
import type { LeadSort } from "@/api/types";

interface LeadsView {
  query: string;
  tags: string[];
  stageId: number;
  sort: LeadSort;
  set: (change: Partial<Pick<LeadsView, "query" | "tags" | "stageId" | "sort">>) => void;
  clear: () => void;
}

/** What the list of leads shows, kept while other screens are looked at. */
export const useLeadsView = create<LeadsView>()((set) => ({
  query: "",
  tags: [],
  stageId: 0,
  sort: "recent",
  set: (change) => set(change),
  clear: () => set({ query: "", tags: [], stageId: 0 }),
}));
