import { cn } from "@/lib/cn";

export type DotTone = "good" | "warn" | "bad" | "idle";

const TONES: Record<DotTone, string> = { good: "bg-good", warn: "bg-warn", bad: "bg-bad", idle: "bg-faint" };

/** A coloured dot that always stands beside its word. */
export function StateDot({ tone, className }: { tone: DotTone; className?: string }) {
  return (
    <span aria-hidden className={cn("inline-block size-2 shrink-0 rounded-full", TONES[tone], className)} />
  );
}
