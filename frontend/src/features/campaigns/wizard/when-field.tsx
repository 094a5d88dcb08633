import { useTranslation } from "react-i18next";
import type { Schedule } from "@/api/types";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { localZone, momentOf, timeIn } from "@/lib/zones";
import { zoneOf } from "./schedule-times";

interface WhenFieldProps {
  label: string;
  wall: string;
  schedule: Schedule;
  error: string | undefined;
  onChange: (wall: string) => void;
}

/** A day and time; where it is meant in another zone, what this computer's clock shows then. */
export function WhenField({ label, wall, schedule, error, onChange }: WhenFieldProps) {
  const { t } = useTranslation();
  const zone = zoneOf(schedule);
  const at = momentOf(wall, zone);
  const here = at !== undefined && zone !== localZone() ? timeIn(at, localZone()) : "";
  return (
    <Field
      label={label}
      error={error}
      hint={here === "" ? undefined : t("wizard.schedule.here", { time: here })}
      className="max-w-90"
    >
      {(field) => (
        <Input
          {...field}
          type="datetime-local"
          dir="ltr"
          value={wall}
          className="w-60 tabular-nums"
          onChange={(event) => {
            if (event.target.value !== "") onChange(event.target.value.slice(0, 16));
          }}
        />
      )}
    </Field>
  );
}
