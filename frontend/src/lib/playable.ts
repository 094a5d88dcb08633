/**
 * WebKit on Linux hands sounds and films to GStreamer, which cannot read the page's own addresses (bugs.webkit.org,
 * 146351). There they are played from memory; the web views of Windows and macOS read them as they need them.
 */
export const FROM_MEMORY = window.location.protocol === "wails:" && /Linux/.test(navigator.userAgent);

/** The same content at an address in memory, to be given back with URL.revokeObjectURL. */
export async function intoMemory(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return URL.createObjectURL(await answer.blob());
}
