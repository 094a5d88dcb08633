import { useTranslation } from "react-i18next";
import type { Schedule } from "@/api/types";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { ZoneSelect } from "@/components/zone-select";
import { useNow } from "@/hooks/use-now";
import { LateFields } from "./late-fields";
import { OutlookPanel } from "./outlook-panel";
import { morning, scheduleFault } from "./schedule-times";
import type { StepProps } from "./steps";
import { WhenField } from "./when-field";

/** When it starts and ends, and what happens when this computer was off at that time. */
export function ScheduleStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { schedule } = input;
  const set = (change: Partial<Schedule>) => onChange({ schedule: { ...schedule, ...change } });
  const timed = schedule.startsOn !== "";
  const ending = schedule.endsOn !== "";
  const fault = scheduleFault(schedule, now);
  const error = fault ? t(`wizard.schedule.${fault}`) : undefined;
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-5">
        <Choices
          label={t("wizard.schedule.start")}
          value={timed ? "time" : "press"}
          options={[
            { value: "press", label: t("wizard.schedule.press"), hint: t("wizard.schedule.pressHint") },
            { value: "time", label: t("wizard.schedule.time"), hint: t("wizard.schedule.timeHint") },
          ]}
          onChange={(next) => set({ startsOn: next === "time" ? morning(now, 1, schedule) : "" })}
        />
        {timed ? (
          <WhenField
            label={t("wizard.schedule.startsOn")}
            wall={schedule.startsOn}
            schedule={schedule}
            error={fault === "startPassed" ? error : undefined}
            onChange={(startsOn) => set({ startsOn })}
          />
        ) : null}
        <div className="flex items-center gap-4 border-line border-t pt-4">
          <p className="min-w-0 flex-1">
            <span className="font-medium">{t("wizard.schedule.ends")}</span>
            <span className="block text-12 text-soft">{t("wizard.schedule.endsHint")}</span>
          </p>
          <Switch
            label={t("wizard.schedule.ends")}
            checked={ending}
            onChange={(on) => set({ endsOn: on ? morning(now, 8, schedule) : "" })}
          />
        </div>
        {ending ? (
          <WhenField
            label={t("wizard.schedule.endsOn")}
            wall={schedule.endsOn}
            schedule={schedule}
            error={fault && fault !== "startPassed" ? error : undefined}
            onChange={(endsOn) => set({ endsOn })}
          />
        ) : null}
        {timed || ending ? (
          <Field label={t("zone.label")} hint={t("wizard.schedule.zoneHint")} className="max-w-90">
            {({ id }) => <ZoneSelect id={id} value={schedule.zone} onChange={(zone) => set({ zone })} />}
          </Field>
        ) : null}
        {timed ? <LateFields schedule={schedule} onChange={set} /> : null}
      </div>
      <OutlookPanel input={input} />
    </div>
  );
}
