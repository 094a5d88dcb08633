/** Runs `act` once per key for all calls that come within `wait` milliseconds of the first. */
export function coalesce<Key>(wait: number, act: (key: Key) => void): (key: Key) => void {
  const waiting = new Set<Key>();
  return (key) => {
    if (waiting.has(key)) return;
    waiting.add(key);
    setTimeout(() => {
      waiting.delete(key);
      act(key);
    }, wait);
  };
}
