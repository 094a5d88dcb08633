import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CampaignStep } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Pills } from "@/components/ui/pills";
import { addVariant, type ChangeSteps, letterOf, MOST_VARIANTS, removeVariant } from "./steps";

interface VariantTabsProps {
  step: CampaignStep;
  at: number;
  variant: number;
  onVariant: (variant: number) => void;
  onChange: ChangeSteps;
}

/** Wordings to compare: each goes to an equal part of the people. */
export function VariantTabs({ step, at, variant, onVariant, onChange }: VariantTabsProps) {
  const { t } = useTranslation();
  const count = step.variants.length;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {count > 1 ? (
        <>
          <Pills
            label={t("wizard.wordings")}
            value={letterOf(variant)}
            options={step.variants.map((_, index) => ({
              value: letterOf(index),
              label: t("wizard.wording", { letter: letterOf(index) }),
            }))}
            onChange={(letter) => onVariant(letter.charCodeAt(0) - 65)}
          />
          <Button
            size="sm"
            variant="quiet"
            onClick={() => {
              onChange((steps) => removeVariant(steps, at, variant));
              onVariant(Math.max(0, variant - 1));
            }}
          >
            {t("wizard.removeWording", { letter: letterOf(variant) })}
          </Button>
        </>
      ) : null}
      {count < MOST_VARIANTS ? (
        <Button
          size="sm"
          variant="quiet"
          icon={<Plus aria-hidden />}
          className="ms-auto"
          onClick={() => {
            onChange((steps) => addVariant(steps, at, variant));
            onVariant(count);
          }}
        >
          {t("wizard.addWording")}
        </Button>
      ) : null}
      {count > 1 ? <p className="w-full text-12 text-soft">{t("wizard.wordingsHint")}</p> : null}
    </div>
  );
}
