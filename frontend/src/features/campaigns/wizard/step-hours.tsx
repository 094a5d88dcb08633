import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignStep } from "@/api/types";
import { TimeSpan, WorkingDays } from "@/components/time-fields";
import { Switch } from "@/components/ui/switch";

type Hours = NonNullable<CampaignStep["hours"]>;

const START: Hours = { on: true, days: [1, 2, 3, 4, 5], from: 540, to: 1080 };
const MIDNIGHT = 1440;

interface StepHoursProps {
  value: Hours | undefined;
  onChange: (hours: Hours | undefined) => void;
}

/** Working hours of one message; without them those of the account hold. */
export function StepHours({ value, onChange }: StepHoursProps) {
  const { t } = useTranslation();
  const hint = useId();
  const wrong = value && (value.from >= value.to ? "span" : value.days.length === 0 ? "days" : "");
  return (
    <div className="grid gap-3">
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1">
          <span className="font-medium text-13">{t("wizard.hours.own")}</span>
          <span id={hint} className="block text-12 text-soft">
            {t("wizard.hours.hint")}
          </span>
        </p>
        <Switch
          label={t("wizard.hours.own")}
          describedBy={hint}
          checked={Boolean(value?.on)}
          onChange={(on) => onChange(on ? START : undefined)}
        />
      </div>
      {value?.on ? (
        <>
          <WorkingDays days={value.days} onChange={(days) => onChange({ ...value, days })} />
          <TimeSpan
            label={t("wizard.hours.span")}
            from={value.from}
            to={value.to}
            onChange={({ from = value.from, to = value.to }) =>
              onChange({ ...value, from, to: to || MIDNIGHT })
            }
          />
          {wrong ? (
            <p role="alert" className="text-12 text-bad">
              {t(`wizard.hours.wrong.${wrong}`)}
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
