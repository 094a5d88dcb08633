import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { settingsApi, useLoosestRules } from "@/api/settings";
import type { SendingRules } from "@/api/types";
import { TimeSpan, WorkingDays } from "@/components/time-fields";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { Switch } from "@/components/ui/switch";
import { showToast } from "@/components/ui/toast";
import { SettingsSection } from "./settings-section";

/** Where the backend sets no ceiling, as in the demo. */
const NO_CEILING = 100_000;

/** What can be chosen: of days at least the floor, of the others at most the ceiling. */
function rangeOf(field: "perMinute" | "newPerDay" | "personDays", loosest: SendingRules | undefined) {
  const edge = loosest?.[field] ?? 0;
  if (field === "personDays") return { min: edge, max: 365 };
  return { min: edge > 0 ? 1 : 0, max: edge || NO_CEILING };
}

const listOf = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== "");

/** When campaigns may send, and how many, beside the pace. One button saves it all. */
export function SendingSection({ rules }: { rules: SendingRules }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [draft, setDraft] = useState(rules);
  const [ramp, setRamp] = useState(rules.ramp.join(", "));
  const [holidays, setHolidays] = useState(rules.holidays.join(", "));
  const { data: loosest } = useLoosestRules();
  const whole: SendingRules = { ...draft, ramp: listOf(ramp).map(Number), holidays: listOf(holidays) };
  const numbers = whole.ramp.every(Number.isInteger);
  const save = useMutation({
    mutationFn: () => settingsApi.update({ sending: whole }),
    onSuccess: (saved) => {
      client.setQueryData(keys.settings, saved);
      showToast({ title: t("settings.sending.saved") });
    },
    meta: { inline: true },
  });
  const problem = save.error ? errorText(save.error) : undefined;
  const { work, quiet } = draft;
  const count = (field: "perMinute" | "newPerDay" | "personDays") => (
    <Field label={t(`settings.sending.${field}`)} hint={t(`settings.sending.${field}Hint`)}>
      {({ id }) => (
        <NumberField
          id={id}
          label={t(`settings.sending.${field}`)}
          lessLabel={t("common.decrease")}
          moreLabel={t("common.increase")}
          value={draft[field]}
          {...rangeOf(field, loosest)}
          onChange={(value) => setDraft({ ...draft, [field]: value })}
        />
      )}
    </Field>
  );
  return (
    <SettingsSection title={t("settings.sending.title")}>
      <p className="-mt-2 text-soft">{t("settings.sending.hint")}</p>
      {count("perMinute")}
      {count("newPerDay")}
      {count("personDays")}
      <div className="flex items-center gap-4">
        <div className="flex-1">
          <p className="font-medium">{t("settings.sending.consentOnly")}</p>
          <p className="text-13 text-soft">{t("settings.sending.consentOnlyHint")}</p>
        </div>
        <Switch
          label={t("settings.sending.consentOnly")}
          checked={draft.consentOnly}
          onChange={(consentOnly) => setDraft({ ...draft, consentOnly })}
        />
      </div>
      <Field
        label={t("settings.sending.ramp")}
        hint={t("settings.sending.rampHint")}
        error={numbers ? undefined : t("settings.sending.rampNumbers")}
        className="max-w-90"
      >
        {(props) => <Input {...props} value={ramp} onChange={(e) => setRamp(e.target.value)} />}
      </Field>
      <TimeSpan
        label={t("settings.sending.quiet")}
        hint={t("settings.sending.quietHint")}
        from={quiet.from}
        to={quiet.to}
        disabled={!quiet.on}
        onChange={(span) => setDraft({ ...draft, quiet: { ...quiet, ...span } })}
      />
      <div className="flex items-center gap-4">
        <p className="flex-1 font-medium">{t("settings.sending.work")}</p>
        <Switch
          label={t("settings.sending.work")}
          checked={work.on}
          onChange={(on) => setDraft({ ...draft, work: on && work.to === 0 ? WORK : { ...work, on } })}
        />
      </div>
      {work.on ? (
        <>
          <WorkingDays
            days={work.days}
            onChange={(days) => setDraft({ ...draft, work: { ...work, days } })}
          />
          <TimeSpan
            label={t("settings.sending.workHours")}
            from={work.from}
            to={work.to}
            onChange={({ from = work.from, to = work.to }) =>
              setDraft({ ...draft, work: { ...work, from, to: to || MIDNIGHT } })
            }
          />
        </>
      ) : null}
      <Field label={t("settings.sending.zone")} hint={t("settings.sending.zoneHint")} className="max-w-90">
        {(props) => (
          <Input
            {...props}
            value={draft.zone}
            placeholder={Intl.DateTimeFormat().resolvedOptions().timeZone}
            onChange={(e) => setDraft({ ...draft, zone: e.target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t("settings.sending.holidays")} hint={t("settings.sending.holidaysHint")}>
        {(props) => <Input {...props} value={holidays} onChange={(e) => setHolidays(e.target.value)} />}
      </Field>
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
      {numbers && JSON.stringify(whole) !== JSON.stringify(rules) ? (
        <Button
          variant="primary"
          busy={save.isPending}
          onClick={() => save.mutate()}
          className="justify-self-start"
        >
          {t("settings.sending.save")}
        </Button>
      ) : null}
    </SettingsSection>
  );
}

/** The end of a working day at midnight, in minutes. */
const MIDNIGHT = 1440;

/** What working hours start with where there were none. */
const WORK = { on: true, days: [1, 2, 3, 4, 5, 6], from: 480, to: 1200 };
