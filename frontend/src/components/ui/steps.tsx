import { Check } from "lucide-react";
import { cn } from "@/lib/cn";

interface StepsProps {
  label: string;
  steps: string[];
  current: number;
  /** Steps already reached can be gone back to. */
  onGo?: (step: number) => void;
  reachable?: number;
}

export function Steps({ label, steps, current, onGo, reachable = current }: StepsProps) {
  return (
    <ol aria-label={label} className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      {steps.map((step, index) => (
        <li key={step} className="flex items-center gap-2">
          {index > 0 ? <span aria-hidden className="h-px w-6 bg-line" /> : null}
          <button
            type="button"
            disabled={!onGo || index > reachable}
            aria-current={index === current ? "step" : undefined}
            onClick={() => onGo?.(index)}
            className="flex items-center gap-2 rounded-md px-1 py-1 text-13 text-soft enabled:hover:text-ink aria-[current=step]:font-semibold aria-[current=step]:text-ink"
          >
            <span
              aria-hidden
              className={cn(
                "grid size-6 place-items-center rounded-full bg-sunken font-semibold text-12",
                index < current && "bg-accent-wash text-accent",
                index === current && "bg-accent text-accent-ink",
              )}
            >
              {index < current ? <Check className="size-3.5" /> : index + 1}
            </span>
            {step}
          </button>
        </li>
      ))}
    </ol>
  );
}
