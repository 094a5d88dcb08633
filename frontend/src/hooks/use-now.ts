import { useEffect, useState } from "react";

/** The present, again every `every` milliseconds; `null` stands still. For countdowns and dates, never for data. */
export function useNow(every: number | null = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (every === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return Math.max(now, Date.now()); // a render between two ticks is no older than what it shows
}
