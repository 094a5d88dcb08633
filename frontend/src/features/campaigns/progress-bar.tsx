import type { CampaignCounts } from "@/api/types";
import { cn } from "@/lib/cn";
import { doneCount } from "./outcome";

export const SEGMENTS = [
  { key: "replied", tone: "bg-good" },
  { key: "read", tone: "bg-accent" },
  { key: "delivered", tone: "bg-info" },
  { key: "sent", tone: "bg-line-strong" },
  { key: "failed", tone: "bg-bad" },
] as const;

export function segmentCount(counts: CampaignCounts, key: (typeof SEGMENTS)[number]["key"]): number {
  return key === "failed" ? counts.failed + counts.blocked : counts[key];
}

interface ProgressBarProps {
  counts: CampaignCounts;
  label: string;
  thin?: boolean;
}

/** Outcomes side by side, as wide as they are many; what is left stays empty. */
export function ProgressBar({ counts, label, thin }: ProgressBarProps) {
  const total = Math.max(1, counts.total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={counts.total}
      aria-valuenow={doneCount(counts)}
      className={cn("flex gap-0.5 overflow-hidden rounded-full bg-sunken", thin ? "h-1.5" : "h-2.5")}
    >
      {SEGMENTS.map(({ key, tone }) => {
        const count = segmentCount(counts, key);
        return count > 0 ? (
          <span
            key={key}
            className={cn("h-full min-w-0.5 transition-[width]", tone)}
            style={{ width: `${(count / total) * 100}%` }}
          />
        ) : null;
      })}
    </div>
  );
}
