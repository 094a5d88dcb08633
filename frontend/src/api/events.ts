import { listen } from "@/api/client";
import type { AccountStatus, Settings } from "@/api/types";

/** Everything the backend says by itself. Events are hints: ids, never the truth. */
export interface BackendEvents {
  "account:changed": AccountStatus;
  "chat:changed": { chatId: number };
  "message:received": { chatId: number; messageId: number; leadId: number };
  "message:changed": { chatId: number; messageId: number; status: string };
  "lead:created": { ids: number[] };
  "lead:changed": { ids: number[] };
  "campaign:changed": { id: number };
  "campaign:progressed": { id: number };
  "sheet:changed": { id: number };
  "settings:changed": Settings;
  "sync:lost": unknown;
  "app:closing": { campaigns: string[] };
}

export type EventName = keyof BackendEvents;

export function onEvent<N extends EventName>(name: N, handler: (data: BackendEvents[N]) => void): () => void {
  return listen(name, handler);
}
