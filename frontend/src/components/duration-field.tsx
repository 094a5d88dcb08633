import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";

const MINUTES = { minutes: 1, hours: 60, days: 1440 } as const;

export type DurationUnit = keyof typeof MINUTES;

interface DurationFieldProps {
  id?: string;
  label: string;
  /** Minutes. */
  value: number;
  min: number;
  max: number;
  units: DurationUnit[];
  onChange: (minutes: number) => void;
}

/** A length of time as a number and its unit. */
export function DurationField({ id, label, value, min, max, units, onChange }: DurationFieldProps) {
  const { t } = useTranslation();
  const [unit, setUnit] = useState<DurationUnit>(() => largestOf(value, units));
  const size = MINUTES[unit];
  const within = (minutes: number) => Math.min(max, Math.max(min, minutes));
  return (
    <span className="flex items-center gap-2">
      <NumberField
        {...(id ? { id } : {})}
        label={label}
        lessLabel={t("common.decrease")}
        moreLabel={t("common.increase")}
        value={Math.round((value / size) * 10) / 10}
        min={Math.ceil(min / size)}
        max={Math.floor(max / size)}
        onChange={(count) => onChange(within(Math.round(count * size)))}
        className="w-28"
      />
      <Select
        label={t("duration.unitOf", { label })}
        value={unit}
        options={units.map((each) => ({ value: each, label: t(`duration.${each}`) }))}
        onChange={(next) => {
          onChange(within(Math.round(value / size) * MINUTES[next]));
          setUnit(next);
        }}
        className="w-28"
      />
    </span>
  );
}

function largestOf(minutes: number, units: DurationUnit[]): DurationUnit {
  const whole = units.filter((unit) => minutes > 0 && minutes % MINUTES[unit] === 0);
  return whole.sort((a, b) => MINUTES[b] - MINUTES[a])[0] ?? units[0] ?? "minutes";
}
