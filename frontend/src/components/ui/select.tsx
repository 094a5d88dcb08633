import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { controlClass } from "@/components/ui/input";
import { cn } from "@/lib/cn";

export interface Option<V extends string | number> {
  value: V;
  label: string;
  hint?: string;
}

interface SelectProps<V extends string | number> {
  id?: string;
  value: V;
  options: Option<V>[];
  onChange: (value: V) => void;
  label: string;
  className?: string;
  disabled?: boolean;
  "aria-describedby"?: string | undefined;
}

export function Select<V extends string | number>(props: SelectProps<V>) {
  const { id, value, options, onChange, label, className, disabled } = props;
  return (
    <Base.Root
      value={value}
      items={options}
      disabled={disabled ?? false}
      onValueChange={(next: V | null) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-describedby={props["aria-describedby"]}
        className={cn(
          controlClass,
          "inline-flex h-9 items-center justify-between gap-2 text-start",
          className,
        )}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="shrink-0 text-faint">
          <ChevronsUpDown aria-hidden className="size-4" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="floating max-h-[min(20rem,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="grid cursor-default grid-cols-[16px_1fr] items-center gap-2 rounded-sm py-1.5 ps-2 pe-3 outline-none data-highlighted:bg-sunken"
              >
                <span>
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </Base.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
                  {option.hint ? (
                    <span className="block truncate text-12 text-soft">{option.hint}</span>
                  ) : null}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
