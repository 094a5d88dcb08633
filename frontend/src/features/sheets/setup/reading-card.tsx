import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { TimeSpan } from "@/components/time-fields";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { useIntervals } from "./use-intervals";
import type { SheetDraft } from "./use-sheet-draft";

const WORKDAY = { from: 480, to: 1200 };
const ALWAYS = { from: 0, to: 0 };

/** How often and when it is read, and whether one is told. */
export function ReadingCard({ draft }: { draft: SheetDraft }) {
  const { t } = useTranslation();
  const { choices, change } = draft;
  const { from, to } = choices.activeHours;
  const intervals = useIntervals(choices.intervalMinutes);
  return (
    <Card className="grid gap-5">
      <h2 className="font-semibold">{t("connect.readingTitle")}</h2>
      <Field label={t("connect.interval")} className="max-w-60">
        {({ id }) => (
          <Select
            id={id}
            label={t("connect.interval")}
            value={choices.intervalMinutes}
            options={intervals}
            onChange={(intervalMinutes) => change({ intervalMinutes })}
          />
        )}
      </Field>
      <SwitchRow
        label={t("connect.hours")}
        hint={t("connect.hoursHint")}
        checked={from !== to}
        onChange={(on) => change({ activeHours: on ? WORKDAY : ALWAYS })}
      >
        {from === to ? null : (
          <TimeSpan
            label={t("connect.hoursSpan")}
            from={from}
            to={to}
            onChange={(span) => change({ activeHours: { from, to, ...span } })}
          />
        )}
      </SwitchRow>
      <SwitchRow
        label={t("connect.notify")}
        hint={t("connect.notifyHint")}
        checked={choices.notify}
        onChange={(notify) => change({ notify })}
      />
    </Card>
  );
}

interface SwitchRowProps {
  label: string;
  hint: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
  children?: ReactNode;
}

/** A switch before its words. */
export function SwitchRow({ label, hint, checked, disabled = false, onChange, children }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[36px_minmax(0,1fr)] gap-x-3 gap-y-3">
      <Switch label={label} describedBy={id} checked={checked} disabled={disabled} onChange={onChange} />
      <span>
        <span className="block font-medium">{label}</span>
        <span id={id} className="block text-13 text-soft">
          {hint}
        </span>
      </span>
      {children ? <div className="col-start-2">{children}</div> : null}
    </div>
  );
}
