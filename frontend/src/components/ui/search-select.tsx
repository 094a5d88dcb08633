import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronsUpDown } from "lucide-react";
import { controlClass } from "@/components/ui/input";
import { cn } from "@/lib/cn";

export interface SearchOption {
  value: string;
  label: string;
}

interface SearchSelectProps {
  id?: string | undefined;
  options: SearchOption[];
  selected: SearchOption | null;
  onChange: (value: string) => void;
  label: string;
  openLabel: string;
  emptyText: string;
  /** The language by whose rules words are compared. */
  locale: string;
  placeholder?: string;
  className?: string | undefined;
  "aria-describedby"?: string | undefined;
}

/** One of many, by typing part of its name. */
export function SearchSelect(props: SearchSelectProps) {
  const { id, options, selected, onChange, label, openLabel, emptyText, locale, placeholder } = props;
  return (
    <Base.Root
      items={options}
      locale={locale}
      value={selected}
      onValueChange={(option: SearchOption | null) => {
        if (option) onChange(option.value);
      }}
      isItemEqualToValue={(a: SearchOption, b: SearchOption) => a.value === b.value}
    >
      <div className={cn("relative", props.className)}>
        <Base.Input
          id={id}
          aria-label={label}
          aria-describedby={props["aria-describedby"]}
          placeholder={placeholder}
          className={cn(controlClass, "h-9 pe-9")}
        />
        <Base.Trigger
          aria-label={openLabel}
          tabIndex={-1}
          className="absolute inset-y-0 end-2 my-auto grid size-6 place-items-center text-faint"
        >
          <ChevronsUpDown aria-hidden className="size-4" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50">
          <Base.Popup className="floating max-h-72 w-[var(--anchor-width)] overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            <Base.Empty>
              <div className="px-2 py-1.5 text-13 text-soft">{emptyText}</div>
            </Base.Empty>
            <Base.List>
              {(option: SearchOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  className="cursor-default rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-sunken data-selected:text-accent"
                >
                  {option.label}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
