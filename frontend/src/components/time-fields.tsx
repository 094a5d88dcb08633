import { useTranslation } from "react-i18next";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";

interface TimeSpanProps {
  label: string;
  hint?: string;
  /** Minutes of the day; 1440 is midnight at its end. */
  from: number;
  to: number;
  disabled?: boolean;
  onChange: (span: { from?: number; to?: number }) => void;
}

/** From one time of day to another. */
export function TimeSpan({ label, hint, from, to, disabled = false, onChange }: TimeSpanProps) {
  const { t } = useTranslation();
  const field = (which: "from" | "to", value: number) => (
    <Input
      type="time"
      dir="ltr"
      aria-label={`${label}, ${t(`settings.sending.${which}`)}`}
      className="w-32 tabular-nums"
      disabled={disabled}
      value={clockOf(value)}
      onChange={(e) => {
        const minutes = minutesOf(e.target.value);
        if (minutes !== undefined) onChange({ [which]: minutes });
      }}
    />
  );
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium text-13">{label}</legend>
      <div className="flex flex-wrap items-center gap-2 text-soft">
        {t("settings.sending.from")}
        {field("from", from)}
        {t("settings.sending.to")}
        {field("to", to)}
      </div>
      {hint ? <p className="text-12 text-soft">{hint}</p> : null}
    </fieldset>
  );
}

const MIDNIGHT = 1440;

function clockOf(minutes: number): string {
  const shown = minutes % MIDNIGHT; // a time field knows no 24:00
  return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
}

function minutesOf(text: string): number | undefined {
  const found = /^(\d\d):(\d\d)/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

interface WorkingDaysProps {
  /** 0 is Sunday. */
  days: number[];
  onChange: (days: number[]) => void;
}

const WEEK = [1, 2, 3, 4, 5, 6, 0];

export function WorkingDays({ days, onChange }: WorkingDaysProps) {
  const { t, i18n } = useTranslation();
  const name = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" });
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium text-13">{t("settings.sending.days")}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {WEEK.map((day) => {
          // 4 January 1970 was a Sunday.
          const label = name.format(Date.UTC(1970, 0, 4 + day));
          return (
            <span key={day} className="flex items-center gap-2">
              <Checkbox
                label={label}
                checked={days.includes(day)}
                onChange={(on) =>
                  onChange(WEEK.filter((d) => (d === day ? on : days.includes(d))).sort((a, b) => a - b))
                }
              />
              <span aria-hidden>{label}</span>
            </span>
          );
        })}
      </div>
    </fieldset>
  );
}
