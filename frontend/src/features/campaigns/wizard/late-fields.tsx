import { useTranslation } from "react-i18next";
import type { Schedule } from "@/api/types";
import { DurationField } from "@/components/duration-field";
import { Choices } from "@/components/ui/choices";

const LATEST = 7 * 24 * 60;

interface LateFieldsProps {
  schedule: Schedule;
  onChange: (change: Partial<Schedule>) => void;
}

/** What happens when this computer was off at the time of the start. */
export function LateFields({ schedule, onChange }: LateFieldsProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("wizard.late.title")} className="grid gap-3 border-line border-t pt-4">
      <h2 className="font-medium">{t("wizard.late.title")}</h2>
      <div className="flex flex-wrap items-center gap-2 text-soft">
        {t("wizard.late.upTo")}
        <DurationField
          label={t("wizard.late.label")}
          value={schedule.lateMinutes}
          min={0}
          max={LATEST}
          units={["minutes", "hours", "days"]}
          onChange={(lateMinutes) => onChange({ lateMinutes })}
        />
      </div>
      <Choices
        label={t("wizard.late.later")}
        value={schedule.whenLater === "skip" ? "skip" : "ask"}
        options={[
          { value: "ask", label: t("wizard.late.ask"), hint: t("wizard.late.askHint") },
          { value: "skip", label: t("wizard.late.skip"), hint: t("wizard.late.skipHint") },
        ]}
        onChange={(whenLater) => onChange({ whenLater })}
      />
    </section>
  );
}
