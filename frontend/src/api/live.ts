import { create } from "zustand";

/** What passes by and is kept nowhere: how far transfers are, and who is writing. */
interface Live {
  /** Percent of the file of a message, by its id. */
  progress: Record<number, number>;
  /** Conversations whose person is writing. */
  typing: Record<number, boolean>;
}

export const useLive = create<Live>()(() => ({ progress: {}, typing: {} }));

/** WhatsApp does not always say that somebody stopped writing. */
const FORGET = 15_000;

const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function putProgress(messageId: number, percent: number): void {
  useLive.setState(({ progress }) => ({ progress: { ...progress, [messageId]: percent } }));
}

export function putTyping(chatId: number, typing: boolean): void {
  clearTimeout(timers.get(chatId));
  timers.delete(chatId);
  if (typing)
    timers.set(
      chatId,
      setTimeout(() => putTyping(chatId, false), FORGET),
    );
  useLive.setState((live) => ({ typing: { ...live.typing, [chatId]: typing } }));
}

/** How much of a message's file has been carried, in percent; 0 when nothing was heard yet. */
export function useProgress(messageId: number): number {
  return useLive((live) => live.progress[messageId] ?? 0);
}

export function useTyping(chatId: number): boolean {
  return useLive((live) => live.typing[chatId] ?? false);
}
