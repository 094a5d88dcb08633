import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect } from "react";
import { useComposition } from "@/hooks/use-composition";
import { cn } from "@/lib/cn";

interface MessageFieldProps {
  field: RefObject<HTMLTextAreaElement | null>;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  onEscape?: (() => void) | undefined;
  /** Up in an empty field. */
  onUp?: (() => void) | undefined;
  onFiles?: ((files: File[]) => void) | undefined;
  onBlur?: () => void;
  label: string;
  hint?: string;
  placeholder: string;
  disabled?: boolean;
}

const MARKERS: Record<string, string> = { b: "*", i: "_", "shift+x": "~" };
const TALLEST = 168;

/** Where a text is written: Enter sends, Shift+Enter breaks the line, Ctrl/Cmd+B and I mark, files can be pasted. */
export function MessageField(props: MessageFieldProps) {
  const { field, value, onChange, onSend, onEscape, onUp, onFiles } = props;
  const composition = useComposition();

  useEffect(() => field.current?.focus({ preventScroll: true }), [field]);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = value === "" ? "" : `${Math.min(area.scrollHeight, TALLEST)}px`;
  }, [field, value]);

  const mark = (marker: string) => {
    const area = field.current;
    if (!area) return;
    const { selectionStart: from, selectionEnd: to } = area;
    area.setRangeText(`${marker}${value.slice(from, to)}${marker}`, from, to, "end");
    if (from === to) area.setSelectionRange(from + 1, from + 1);
    onChange(area.value);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === "Escape" && onEscape) {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    } else if (event.key === "ArrowUp" && value === "" && !event.altKey && onUp) {
      event.preventDefault();
      onUp();
    } else {
      const marker = MARKERS[`${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`];
      if (!marker || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      mark(marker);
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !onFiles) return;
    event.preventDefault();
    onFiles(files);
  };

  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      data-composer
      value={value}
      disabled={props.disabled}
      aria-label={props.label}
      title={props.hint}
      placeholder={props.placeholder}
      onChange={(event) => onChange(event.target.value)}
      onBlur={props.onBlur}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      {...composition.props}
      className={cn(
        "h-10 min-h-10 min-w-0 flex-1 resize-none rounded-lg border border-transparent bg-sunken px-3.5 py-[9px] leading-5 transition-colors hover:border-line focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-0 placeholder:truncate",
        props.disabled && "opacity-60",
      )}
    />
  );
}

/** Puts a text where the cursor is, as an emoji from the picker. */
export function insertAt(area: HTMLTextAreaElement | null, text: string): string | undefined {
  if (!area) return undefined;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  return area.value;
}
