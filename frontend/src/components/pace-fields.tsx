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
}

/** The loosest pace of a real account. What is stored already may be looser (the demo is); the backend checks. */
const LIMITS = { gap: [8, 3600], perHour: [1, 240], perDay: [1, 1000] } as const;

/** Pause between messages, and how many an hour and a day. */
export function PaceFields({ value, onChange }: PaceFieldsProps) {
  const { t } = useTranslation();
  const words = { lessLabel: t("common.decrease"), moreLabel: t("common.increase") };
  const [shortest, longest] = LIMITS.gap;
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
            min={Math.min(shortest, value.minGapSeconds)}
            max={longest}
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
            min={Math.min(Math.max(12, value.minGapSeconds), value.maxGapSeconds)}
            max={longest}
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
              min={LIMITS.perHour[0]}
              max={Math.max(LIMITS.perHour[1], value.perHour)}
              onChange={(perHour) => onChange({ ...value, perHour })}
            />
          </div>
          <div className="grid gap-1">
            <span className="font-medium text-13">{t("wizard.perDay")}</span>
            <NumberField
              {...words}
              label={t("wizard.perDay")}
              value={value.perDay}
              min={LIMITS.perDay[0]}
              max={Math.max(LIMITS.perDay[1], value.perDay)}
              onChange={(perDay) => onChange({ ...value, perDay })}
            />
          </div>
        </div>
        <p className="text-12 text-soft">{t("wizard.capHint")}</p>
      </div>
    </div>
  );
}
