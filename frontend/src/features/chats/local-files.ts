import { mediaUrl } from "@/api/media";
import type { Message } from "@/api/types";

/**
 * Pictures and films chosen in this window, shown from memory under the id the window gave their message, so that a
 * bubble does not change its picture when the backend answers.
 */
const urls = new Map<string, string>();
const MOST = 30;

export function keepLocalFile(clientId: string, url: string): void {
  urls.set(clientId, url);
  for (const [oldest, old] of urls) {
    if (urls.size <= MOST) break;
    URL.revokeObjectURL(old);
    urls.delete(oldest);
  }
}

export function fileUrlOf(message: Message): string {
  return urls.get(message.clientId) ?? mediaUrl(message.id);
}
