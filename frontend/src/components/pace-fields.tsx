import { useTranslation } from "react-i18next";
import { NumberField } from "@/components/ui/number-field";

interface Pace {
  minGapSeconds: number;
  maxGapSeconds: number;
  perHour: number;
  perDay: number;
}

interface PaceFieldsProps {
  value: Pace;
  onChange: (pace: Pace) => void;
  /** The fastest that can be chosen here. */
  loosest: Pace;
}

const LONGEST_GAP = 3600;

/** Pause between messages, and how many an hour and a day. */
export function PaceFields({ value, onChange, loosest }: PaceFieldsProps) {
  const { t } = useTranslation();
  const words = { lessLabel: t("common.decrease"), moreLabel: t("common.increase") };
  return (
    <div className="grid gap-5">
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium text-13">{t("wizard.gap")}</legend>
        <div className="flex flex-wrap items-center gap-2 text-soft">
          {t("wizard.gapFrom")}
          <NumberField
            {...words}
            label={`${t("wizard.gap")}, ${t("wizard.gapFrom")}`}
            value={value.minGapSeconds}
            min={loosest.minGapSeconds}
            max={LONGEST_GAP}
            onChange={(minGapSeconds) =>
              onChange({
                ...value,
                minGapSeconds,
                maxGapSeconds: Math.max(value.maxGapSeconds, minGapSeconds),
              })
            }
          />
          {t("wizard.gapTo")}
          <NumberField
            {...words}
            label={`${t("wizard.gap")}, ${t("wizard.gapTo")}`}
            value={value.maxGapSeconds}
            min={Math.max(loosest.maxGapSeconds, value.minGapSeconds)}
            max={LONGEST_GAP}
            onChange={(maxGapSeconds) => onChange({ ...value, maxGapSeconds })}
          />
          {t("wizard.seconds")}
        </div>
        <p className="text-12 text-soft">{t("wizard.gapHint")}</p>
      </fieldset>
      <div className="grid gap-1">
        <div className="flex flex-wrap gap-x-8 gap-y-4">
          <div className="grid gap-1">
            <span className="font-medium text-13">{t("wizard.perHour")}</span>
            <NumberField
              {...words}
              label={t("wizard.perHour")}
              value={value.perHour}
              min={1}
              max={loosest.perHour}
              onChange={(perHour) => onChange({ ...value, perHour })}
            />
          </div>
          <div className="grid gap-1">
            <span className="font-medium text-13">{t("wizard.perDay")}</span>
            <NumberField
              {...words}
              label={t("wizard.perDay")}
              value={value.perDay}
              min={1}
              max={loosest.perDay}
              onChange={(perDay) => onChange({ ...value, perDay })}
            />
          </div>
        </div>
        <p className="text-12 text-soft">{t("wizard.capHint")}</p>
      </div>
    </div>
  );
}
