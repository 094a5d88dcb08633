import { useTranslation } from "react-i18next";
import { useSettings } from "@/api/settings";
import { PaceFields } from "@/components/pace-fields";
import { Banner } from "@/components/ui/banner";
import { OutlookPanel } from "./outlook-panel";
import type { StepProps } from "./steps";

export function PaceStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const { data: settings } = useSettings();
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-5">
        <PaceFields
          value={input.pace}
          onChange={(pace) => onChange({ pace })}
          loosest={settings?.pace ?? input.pace}
        />
        <Banner tone="warn" title={t("wizard.safe")} />
      </div>
      <OutlookPanel input={input} />
    </div>
  );
}
