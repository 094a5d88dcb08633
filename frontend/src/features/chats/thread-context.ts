import { createContext, useContext } from "react";
import type { Chat, Message } from "@/api/types";

/** What the messages of one conversation can ask of it. */
export interface ThreadActs {
  chat: Chat;
  retry: (message: Message) => void;
  /** Shows another message of the conversation, fetching older ones until it is found. */
  jumpTo: (messageId: number) => void;
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  forward: (message: Message) => void;
  /** Opens a picture or a film over everything. */
  view: (message: Message) => void;
}

export const ThreadContext = createContext<ThreadActs | null>(null);

export function useThread(): ThreadActs {
  const acts = useContext(ThreadContext);
  if (!acts) throw new Error("a message outside of a conversation");
  return acts;
}
