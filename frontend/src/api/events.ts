import { listen } from "@/api/client";
import type { BackendEvents } from "@/api/types";

/** What the backend says by itself. Events are hints: ids, never the truth. */
export type EventName = keyof BackendEvents;

export function onEvent<N extends EventName>(name: N, handler: (data: BackendEvents[N]) => void): () => void {
  return listen(name, handler);
}
