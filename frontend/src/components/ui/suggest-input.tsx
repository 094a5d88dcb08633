import { Autocomplete as Base } from "@base-ui/react/autocomplete";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { controlClass } from "@/components/ui/input";
import { cn } from "@/lib/cn";

interface SuggestInputProps {
  id?: string | undefined;
  label: string;
  value: string;
  suggestions: string[];
  placeholder?: string;
  className?: string;
  onChange: (value: string) => void;
  /** Enter, a choice from the list, or leaving the field. */
  onCommit?: (value: string) => void;
  "aria-describedby"?: string | undefined;
}

/** Free text with what was written before as suggestions. */
export function SuggestInput(props: SuggestInputProps) {
  const { id, label, value, suggestions, placeholder, className, onChange, onCommit } = props;
  const { i18n } = useTranslation();
  const [typed, setTyped] = useState(false);
  return (
    <Base.Root
      items={suggestions}
      locale={i18n.language}
      value={value}
      openOnInputClick
      {...(typed ? {} : { filter: null })}
      onValueChange={(next, details) => {
        if (details.reason === "escape-key") return;
        setTyped(details.reason === "input-change");
        onChange(next);
        if (details.reason === "item-press") onCommit?.(next);
      }}
    >
      <Base.Input
        id={id}
        dir="auto"
        maxLength={100}
        aria-label={label}
        aria-describedby={props["aria-describedby"]}
        placeholder={placeholder}
        onBlur={() => {
          setTyped(false);
          onCommit?.(value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && onCommit && !event.nativeEvent.isComposing) onCommit(value);
        }}
        className={cn(controlClass, "h-9", className)}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50">
          <Base.Popup className="floating max-h-64 w-[var(--anchor-width)] min-w-44 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none data-empty:hidden">
            <Base.List>
              {(each: string) => (
                <Base.Item
                  key={each}
                  value={each}
                  dir="auto"
                  className="cursor-default truncate rounded-sm px-2 py-1.5 text-start outline-none data-highlighted:bg-sunken"
                >
                  {each}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
