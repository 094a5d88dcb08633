import { cn } from "@/lib/cn";

const RADIUS = 18;
const AROUND = 2 * Math.PI * RADIUS;

/** How much of something has come, as a circle that closes. Shows only when it takes longer than 200 ms. */
export function ProgressRing({
  percent,
  label,
  className,
}: {
  percent: number;
  label: string;
  className?: string;
}) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      className={cn("late-appear relative grid size-10 place-items-center", className)}
    >
      <svg aria-hidden viewBox="0 0 40 40" className="absolute inset-0 size-full -rotate-90">
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          className="fill-none stroke-current opacity-25"
          strokeWidth="2.5"
        />
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - Math.max(4, percent) / 100)}
          className="fill-none stroke-current transition-[stroke-dashoffset]"
        />
      </svg>
      <span aria-hidden className="font-medium text-12 tabular-nums">
        {percent}
      </span>
    </span>
  );
}
