import { useEffect, useMemo } from "react";
import { chatsApi } from "@/api/chats";

const AGAIN = 5000;
const PAUSE = 10_000;

/** Lets the other side see that something is being written, and no longer. The backend tells it only if that was chosen. */
export function useTypingOut(chatId: number) {
  const out = useMemo(() => {
    let told = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (typing: boolean) => void chatsApi.typing(chatId, typing).catch(() => undefined);
    const stop = () => {
      clearTimeout(timer);
      if (told === 0) return;
      told = 0;
      tell(false);
    };
    const write = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, PAUSE);
      const now = Date.now();
      if (now - told < AGAIN) return;
      told = now;
      tell(true);
    };
    return { write, stop };
  }, [chatId]);
  useEffect(() => out.stop, [out]);
  return out;
}
