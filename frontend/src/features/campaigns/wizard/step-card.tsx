import { ChevronDown, Clock, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CampaignStep } from "@/api/types";
import { DurationField } from "@/components/duration-field";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { plainLine } from "@/lib/whatsapp-format";
import { StepHours } from "./step-hours";
import {
  type ChangeSteps,
  changeStep,
  changeVariant,
  isWordless,
  LONGEST_DELAY,
  removeStep,
  variantOf,
} from "./steps";
import { VariantEditor } from "./variant-editor";
import { VariantTabs } from "./variant-tabs";

interface StepCardProps {
  step: CampaignStep;
  at: number;
  several: boolean;
  open: boolean;
  onOpen: () => void;
  variant: number;
  onVariant: (variant: number) => void;
  onChange: ChangeSteps;
}

/** One message of the campaign: how long after the one before, its wordings, its hours. */
export function StepCard(props: StepCardProps) {
  const { step, at, several, open, onOpen, onVariant, onChange } = props;
  const { t } = useTranslation();
  const title = t("wizard.messageNumber", { number: at + 1 });
  const which = Math.min(props.variant, step.variants.length - 1);
  const current = variantOf(step, which);
  if (!current) return null;
  const body = (
    <div className="grid gap-4">
      <VariantTabs step={step} at={at} variant={which} onVariant={onVariant} onChange={onChange} />
      <VariantEditor
        key={`${at}-${which}`}
        label={several ? title : t("wizard.body")}
        variant={current}
        wordless={isWordless(current)}
        onChange={(change) => onChange((steps) => changeVariant(steps, at, which, change))}
      />
      <StepHours
        value={step.hours}
        onChange={(hours) => onChange((steps) => changeStep(steps, at, { hours }))}
      />
    </div>
  );
  if (!several) return body;
  return (
    <div className="grid gap-3">
      {at > 0 ? (
        <div className="flex flex-wrap items-center gap-2 text-soft">
          <Clock aria-hidden className="size-4" />
          <DurationField
            label={t("wizard.delayOf", { number: at + 1 })}
            value={step.delayMinutes}
            min={60}
            max={LONGEST_DELAY}
            units={["hours", "days"]}
            onChange={(delayMinutes) => onChange((steps) => changeStep(steps, at, { delayMinutes }))}
          />
          {t("wizard.after")}
        </div>
      ) : null}
      <section aria-label={title} className="rounded-lg border border-line">
        <div className="flex items-center gap-1 py-1 ps-1 pe-2">
          <button
            type="button"
            aria-expanded={open}
            onClick={onOpen}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1.5 text-start"
          >
            <ChevronDown
              aria-hidden
              className={cn(
                "size-4 shrink-0 text-faint transition-transform",
                !open && "-rotate-90 rtl:rotate-90",
              )}
            />
            <b className="shrink-0 font-semibold">{title}</b>
            <bdi className="min-w-0 truncate text-13 text-soft">
              {open ? "" : plainLine(current.body) || current.attachment?.name || t("wizard.emptyMessage")}
            </bdi>
          </button>
          <IconButton
            size="sm"
            label={t("wizard.removeMessage", { number: at + 1 })}
            onClick={() => onChange((steps) => removeStep(steps, at))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
        {open ? <div className="border-line border-t p-4">{body}</div> : null}
      </section>
    </div>
  );
}
