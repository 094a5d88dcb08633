import { create } from "zustand";
import type { Message } from "@/api/types";

/** Something a menu stands at: an element, or the point where the mouse was. */
export type Anchor = Element | { getBoundingClientRect: () => DOMRect };

/** The menu of a message, its six emojis, or all of them. */
export type MenuKind = "menu" | "react" | "picker";

interface MenuState {
  open: { kind: MenuKind; message: Message; anchor: Anchor } | null;
}

/** Which message's menu is open. One for all messages, since a conversation can have thousands. */
export const useMessageMenu = create<MenuState>()(() => ({ open: null }));

export function openMessageMenu(kind: MenuKind, message: Message, anchor: Anchor | null): void {
  if (anchor) useMessageMenu.setState({ open: { kind, message, anchor } });
}

export function closeMessageMenu(): void {
  useMessageMenu.setState({ open: null });
}
