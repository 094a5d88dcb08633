import { Combobox as Base } from "@base-ui/react/combobox";
import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "@/lib/cn";

interface TagInputProps {
  id?: string;
  label: string;
  placeholder: string;
  createLabel: (tag: string) => string;
  removeLabel: (tag: string) => string;
  emptyLabel: string;
  value: string[];
  known: string[];
  onChange: (tags: string[]) => void;
  /** False when only tags that exist make sense. */
  creatable?: boolean;
  className?: string;
}

/** Tags as chips in a field that suggests the known ones and can make a new one. */
export function TagInput(props: TagInputProps) {
  const { id, label, placeholder, value, known, onChange, creatable = true, className } = props;
  const { i18n } = useTranslation();
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const typed = query.trim();
  const isNew = creatable && typed !== "" && !known.some((tag) => tag.toLowerCase() === typed.toLowerCase());
  const left = known.filter((tag) => !value.includes(tag));
  const items = isNew ? [...left, typed] : left;
  return (
    <Base.Root
      multiple
      items={items}
      locale={i18n.language}
      value={value}
      open={open && (items.length > 0 || typed !== "")}
      onOpenChange={setOpen}
      inputValue={query}
      onInputValueChange={setQuery}
      onValueChange={(next: string[], details) => {
        // Escape closes the list; it must not take the tags with it.
        if (details.reason === "escape-key") return;
        onChange(next);
        setQuery("");
        setOpen(false);
      }}
    >
      <Base.Chips
        ref={box}
        className={cn(
          "flex min-h-9 flex-wrap items-center gap-1.5 rounded-md border border-line bg-surface px-2 py-1 focus-within:border-accent hover:border-line-strong",
          className,
        )}
      >
        {value.map((tag) => (
          <Base.Chip
            key={tag}
            className="inline-flex items-center gap-1 rounded-full bg-accent-wash py-0.5 ps-2.5 pe-1 text-12 text-accent leading-[18px]"
          >
            {tag}
            <Base.ChipRemove
              aria-label={props.removeLabel(tag)}
              className="grid size-4 place-items-center rounded-full hover:bg-line"
            >
              <X aria-hidden className="size-3" />
            </Base.ChipRemove>
          </Base.Chip>
        ))}
        <Base.Input
          id={id}
          aria-label={label}
          placeholder={value.length === 0 ? placeholder : ""}
          className="h-6 min-w-20 flex-1 bg-transparent px-1 text-14 outline-none"
        />
      </Base.Chips>
      <Base.Portal>
        <Base.Positioner anchor={box} sideOffset={4} align="start" className="z-50">
          <Base.Popup className="floating max-h-64 w-[var(--anchor-width)] min-w-44 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-float outline-none">
            <Base.Empty>
              <div className="px-2 py-1.5 text-13 text-soft">{props.emptyLabel}</div>
            </Base.Empty>
            <Base.List>
              {(tag: string) => (
                <Base.Item
                  key={tag}
                  value={tag}
                  className="flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 outline-none data-highlighted:bg-sunken data-selected:text-accent"
                >
                  {isNew && tag === typed ? (
                    <>
                      <Plus aria-hidden className="size-4 text-faint" />
                      {props.createLabel(tag)}
                    </>
                  ) : (
                    tag
                  )}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
