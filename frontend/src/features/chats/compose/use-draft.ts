import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { putChat } from "@/api/chat-cache";
import { chatsApi } from "@/api/chats";
import { keys } from "@/api/keys";
import type { Chat } from "@/api/types";

const DELAY = 300;

/** Calls to Go run side by side, so a later draft waits until the one before it has been kept. */
let saving: Promise<unknown> = Promise.resolve();

function save(chatId: number, draft: string): Promise<unknown> {
  saving = saving.catch(() => undefined).then(() => chatsApi.saveDraft(chatId, draft));
  return saving;
}

/** What is being written in one conversation. Saved shortly after each pause, and at once when it is left. */
export function useDraft(chat: Chat) {
  const client = useQueryClient();
  const [text, setText] = useState(chat.draft);
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const draft = unsaved.current;
    if (draft === null) return;
    unsaved.current = null;
    const known = client.getQueryData<Chat>(keys.chat(chat.id));
    if (known) putChat(client, { ...known, draft });
    void save(chat.id, draft).then(() => client.invalidateQueries({ queryKey: keys.chatCounts }));
  }, [client, chat.id]);

  useEffect(() => {
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  const change = (next: string) => {
    setText(next);
    unsaved.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, DELAY);
  };

  return { text, change, flush };
}
