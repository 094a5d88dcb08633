import { create } from "zustand";

interface Ui {
  paletteOpen: boolean;
  demoOpen: boolean;
  openPalette: () => void;
  closePalette: () => void;
  toggleDemo: () => void;
  closeDemo: () => void;
}

/** What is open around the screens. */
export const useUi = create<Ui>()((set) => ({
  paletteOpen: false,
  demoOpen: false,
  openPalette: () => set({ paletteOpen: true }),
  closePalette: () => set({ paletteOpen: false }),
  toggleDemo: () => set((ui) => ({ demoOpen: !ui.demoOpen })),
  closeDemo: () => set({ demoOpen: false }),
}));
