import { create } from "zustand";
import type { ChatFilter } from "@/api/types";

interface InboxView {
  filter: ChatFilter;
  query: string;
  panelOpen: boolean;
  setFilter: (filter: ChatFilter) => void;
  setQuery: (query: string) => void;
  togglePanel: () => void;
  closePanel: () => void;
}

/** What the inbox shows, kept while other screens are looked at. `panelOpen` counts in narrow windows only. */
export const useInboxView = create<InboxView>()((set) => ({
  filter: "all",
  query: "",
  panelOpen: false,
  setFilter: (filter) => set({ filter }),
  setQuery: (query) => set({ query }),
  togglePanel: () => set((view) => ({ panelOpen: !view.panelOpen })),
  closePanel: () => set({ panelOpen: false }),
}));
