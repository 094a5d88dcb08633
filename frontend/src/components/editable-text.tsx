import { Check } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useComposition } from "@/hooks/use-composition";
import { cn } from "@/lib/cn";

interface EditableTextProps {
  value: string;
  label: string;
  placeholder: string;
  savedLabel: string;
  onSave: (value: string) => Promise<unknown>;
  className?: string;
}

/** Text that becomes a field when clicked. Enter or leaving saves, Escape keeps what was. */
export function EditableText({
  value,
  label,
  placeholder,
  savedLabel,
  onSave,
  className,
}: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  const composition = useComposition();
  useEffect(() => {
    if (!saved) return;
    const timer = setTimeout(() => setSaved(false), 1600);
    return () => clearTimeout(timer);
  }, [saved]);

  const save = () => {
    const next = draft?.trim() ?? value;
    setDraft(null);
    if (next === value) return;
    void onSave(next).then(
      () => setSaved(true),
      () => setDraft(next),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event)) return;
    if (event.key === "Enter") save();
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(null);
    }
  };

  if (draft !== null) {
    return (
      <input
        autoFocus
        dir="auto"
        aria-label={label}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
        {...composition.props}
        className={cn(
          "-mx-2 w-[calc(100%+16px)] rounded-sm border border-accent bg-surface px-[7px] outline-none",
          className,
        )}
      />
    );
  }
  return (
    <button
      type="button"
      aria-label={value === "" ? placeholder : `${label}: ${value}`}
      onClick={() => setDraft(value)}
      className={cn(
        "-mx-2 inline-flex max-w-[calc(100%+16px)] items-center gap-1 rounded-sm border border-transparent px-[7px] text-start hover:border-line hover:bg-hover",
        className,
      )}
    >
      <span dir="auto" className={cn("truncate", value === "" && "font-normal text-14 text-faint")}>
        {value || placeholder}
      </span>
      {saved ? <Check aria-label={savedLabel} className="size-4 shrink-0 text-good" /> : null}
    </button>
  );
}
