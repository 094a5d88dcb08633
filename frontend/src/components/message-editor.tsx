import { Bold, Italic, Strikethrough } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Textarea } from "@/components/ui/input";
import { useComposition } from "@/hooks/use-composition";
import { type Edit, insertVariable, mark } from "@/lib/template";

const FIELDS = ["first_name", "name", "company", "email", "phone"] as const;

const STYLES = [
  { name: "bold", marker: "*", key: "b", Icon: Bold },
  { name: "italic", marker: "_", key: "i", Icon: Italic },
  { name: "strike", marker: "~", key: "shift+x", Icon: Strikethrough },
] as const;

const EXAMPLE = "{{first_name|there}}";

interface MessageEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Titles of the user's own columns. */
  columns: string[];
  /** More for the bar, at its end. */
  tools?: ReactNode;
  /** No words go with what is attached. */
  wordless?: boolean;
  autoFocus?: boolean;
}

/** A message with WhatsApp's marks and variables. Ctrl/Cmd+B, I and Shift+X mark what is selected. */
export function MessageEditor(props: MessageEditorProps) {
  const { label, value, onChange, columns, tools, wordless = false, autoFocus = false } = props;
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const composition = useComposition();
  const edit = (make: (from: number, to: number) => Edit) => {
    const field = area.current;
    if (!field) return;
    const { body, from, to } = make(field.selectionStart, field.selectionEnd);
    onChange(body);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(from, to);
    });
  };
  const style = (marker: string) => edit((from, to) => mark(value, marker, from, to));
  const insert = (field: string) => {
    const named = field === "first_name" || field === "name";
    const fallback = named ? t("wizard.fallbackWord") : "";
    edit((from, to) => insertVariable(value, field, fallback, from, to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (composition.owns(event) || !(event.ctrlKey || event.metaKey)) return;
    const pressed = `${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`;
    const found = STYLES.find(({ key }) => key === pressed);
    if (!found) return;
    event.preventDefault();
    style(found.marker);
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        hint={wordless ? t("wizard.wordless") : t("wizard.fallback", { example: EXAMPLE })}
      >
        {(field) => (
          <div className="overflow-hidden rounded-md border border-line focus-within:border-accent hover:border-line-strong">
            <div
              role="toolbar"
              aria-label={t("wizard.toolbar")}
              className="flex flex-wrap items-center gap-0.5 border-line border-b bg-surface px-1 py-0.5"
            >
              {STYLES.map(({ name, marker, Icon }) => (
                <IconButton
                  key={name}
                  size="sm"
                  label={t(`wizard.mark.${name}`)}
                  disabled={wordless}
                  onClick={() => style(marker)}
                >
                  <Icon aria-hidden />
                </IconButton>
              ))}
              <span className="ms-auto flex items-center gap-1">{tools}</span>
            </div>
            <Textarea
              {...field}
              {...composition.props}
              ref={area}
              autoFocus={autoFocus}
              rows={7}
              value={value}
              disabled={wordless && value === ""}
              placeholder={t("wizard.bodyPlaceholder", { example: EXAMPLE })}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={onKeyDown}
              className="block rounded-none border-0 focus-visible:outline-0"
            />
          </div>
        )}
      </Field>
      {wordless ? null : (
        <fieldset aria-label={t("wizard.insert")} className="flex flex-wrap items-center gap-1.5">
          <span aria-hidden className="me-1 text-13 text-soft">
            {t("wizard.insert")}
          </span>
          {FIELDS.map((field) => (
            <Variable key={field} label={t(`wizard.variable.${field}`)} onInsert={() => insert(field)} />
          ))}
          {columns.map((column) => (
            <Variable key={column} label={column} onInsert={() => insert(column)} />
          ))}
        </fieldset>
      )}
    </div>
  );
}

function Variable({ label, onInsert }: { label: string; onInsert: () => void }) {
  return (
    <button
      type="button"
      onClick={onInsert}
      className="max-w-44 truncate rounded-full bg-accent-wash px-2.5 py-0.5 text-12 text-accent leading-[18px] hover:bg-mine"
    >
      {label}
    </button>
  );
}
