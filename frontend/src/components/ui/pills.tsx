import { cn } from "@/lib/cn";

export interface Pill<V extends string> {
  value: V;
  label: string;
  count?: number | undefined;
  tone?: "bad" | undefined;
}

interface PillsProps<V extends string> {
  label: string;
  value: V;
  options: Pill<V>[];
  onChange: (value: V) => void;
}

/** Filters of which one holds. */
export function Pills<V extends string>({ label, value, options, onChange }: PillsProps<V>) {
  return (
    <fieldset aria-label={label} className="flex min-w-0 flex-wrap gap-1.5">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(
            "rounded-full bg-sunken px-2.5 tabular-nums py-0.5 text-12 leading-[18px] text-soft transition-colors hover:text-ink",
            option.tone === "bad" && (option.count ?? 0) > 0 && "bg-bad-wash text-bad",
            "aria-pressed:bg-accent-wash aria-pressed:font-semibold aria-pressed:text-accent",
          )}
        >
          {option.count ? `${option.label} ${option.count.toLocaleString()}` : option.label}
        </button>
      ))}
    </fieldset>
  );
}
