import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

export type Tone = "plain" | "accent" | "good" | "warn" | "bad" | "info";

const TONES: Record<Tone, string> = {
  plain: "bg-sunken text-soft",
  accent: "bg-accent-wash text-accent",
  good: "bg-good-wash text-good",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
  info: "bg-info-wash text-info",
};

interface ChipProps {
  tone?: Tone;
  className?: string;
  onRemove?: () => void;
  removeLabel?: string;
  children: ReactNode;
}

export function Chip({ tone = "plain", className, onRemove, removeLabel, children }: ChipProps) {
  return (
    <span
      className={cn(
        "inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-full px-2.5 py-0.5 text-12 leading-[18px]",
        TONES[tone],
        onRemove && "pe-1",
        className,
      )}
    >
      <span className="truncate">{children}</span>
      {onRemove ? (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="grid size-4 shrink-0 place-items-center rounded-full hover:bg-line"
        >
          <X aria-hidden className="size-3" />
        </button>
      ) : null}
    </span>
  );
}
