import { useTranslation } from "react-i18next";
import type { Funnel } from "@/api/types";
import { Card } from "@/components/ui/card";

const STEPS = ["sent", "delivered", "read", "replied"] as const;
const FADE = ["opacity-100", "opacity-85", "opacity-70", "opacity-55"];

/** How many people came how far, with any of the messages. */
export function CampaignFunnel({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation();
  const steps = STEPS.map((step) => ({ step, count: funnel[step] }));
  const most = Math.max(1, steps[0]?.count ?? 0);
  return (
    <Card>
      <h2 className="mb-3 font-semibold text-13">{t("campaign.funnel")}</h2>
      <dl className="grid gap-2.5">
        {steps.map(({ step, count }, index) => (
          <div key={step} className="grid grid-cols-[80px_minmax(0,1fr)_56px] items-center gap-2.5">
            <dt className="text-soft">{t(`campaign.funnelStep.${step}`)}</dt>
            <dd aria-hidden className="h-[18px] rounded-xs bg-sunken">
              <span
                className={`block h-full rounded-xs bg-accent transition-[width] ${FADE[index] ?? ""}`}
                style={{ width: `${(count / most) * 100}%` }}
              />
            </dd>
            <dd className="font-semibold tabular-nums">{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
