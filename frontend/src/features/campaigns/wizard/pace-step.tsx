import { useTranslation } from "react-i18next";
import { useAudience } from "@/api/campaigns";
import { useSettings } from "@/api/settings";
import type { CampaignInput, Pace } from "@/api/types";
import { PaceFields } from "@/components/pace-fields";
import { Banner } from "@/components/ui/banner";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";

interface StepProps {
  input: CampaignInput;
  onChange: (change: Partial<CampaignInput>) => void;
}

export function PaceStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { data } = useAudience(input.tags, input.pace);
  const { data: settings } = useSettings();
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-5">
        <PaceFields
          value={input.pace}
          onChange={(pace: Pace) => onChange({ pace })}
          loosest={settings?.pace ?? input.pace}
        />
        <Banner tone="warn" title={t("wizard.safe")} />
      </div>
      <section className="content-start self-start rounded-lg bg-sunken p-5">
        <h2 className="text-13 text-soft">{t("wizard.finishAt")}</h2>
        <p data-testid="finish-at" className="mt-1 font-semibold text-28 tabular-nums tracking-tight">
          {data && data.finishAt > 0 ? dayAndTime(data.finishAt, now) : "–"}
        </p>
        <p className="mt-3 text-13 text-soft">{t("wizard.finishHint")}</p>
      </section>
    </div>
  );
}
