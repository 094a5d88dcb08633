import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignInput } from "@/api/types";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { insertAt } from "@/lib/template";
import { PhonePreview } from "./phone-preview";

interface StepProps {
  input: CampaignInput;
  onChange: (change: Partial<CampaignInput>) => void;
}

const VARIABLES = ["first_name", "name", "company", "email", "phone"] as const;

/** The text with its variables, beside the phones of people who would get it. */
export function MessageStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: (typeof VARIABLES)[number]) => {
    const area = field.current;
    if (!area) return;
    const named = variable === "first_name" || variable === "name";
    const text = named ? `{{${variable}|${t("wizard.fallbackWord")}}}` : `{{${variable}}}`;
    const { body, caret } = insertAt(input.body, text, area.selectionStart, area.selectionEnd);
    onChange({ body });
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(caret, caret);
    });
  };
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-3">
        <Field label={t("wizard.body")} hint={t("wizard.fallback", { example: "{{first_name|there}}" })}>
          {(props) => (
            <Textarea
              {...props}
              ref={field}
              autoFocus
              rows={10}
              value={input.body}
              placeholder={t("wizard.bodyPlaceholder", { example: "{{first_name|there}}" })}
              onChange={(event) => onChange({ body: event.target.value })}
            />
          )}
        </Field>
        <fieldset aria-label={t("wizard.insert")} className="flex flex-wrap items-center gap-1.5">
          <span className="me-1 text-13 text-soft">{t("wizard.insert")}</span>
          {VARIABLES.map((variable) => (
            <button
              key={variable}
              type="button"
              onClick={() => insert(variable)}
              className="rounded-full bg-accent-wash px-2.5 py-0.5 text-12 text-accent leading-[18px] hover:bg-mine"
            >
              {t(`wizard.variable.${variable}`)}
            </button>
          ))}
        </fieldset>
      </div>
      <PhonePreview body={input.body} tags={input.tags} />
    </div>
  );
}
