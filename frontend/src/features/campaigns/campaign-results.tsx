import { useTranslation } from "react-i18next";
import { useComparison } from "@/api/campaigns";
import type { CampaignStep, Comparison } from "@/api/types";
import { Card } from "@/components/ui/card";
import { letterOf, percent } from "./outcome";

const FIGURES = ["sent", "delivered", "read", "replied", "optedOut"] as const;

/** Each message and each of its wordings, side by side, and what can honestly be said of them. */
export function CampaignResults({ campaignId, steps }: { campaignId: number; steps: CampaignStep[] }) {
  const { t } = useTranslation();
  const { data } = useComparison(campaignId);
  if (!data) return null;
  const several = data.variants.length > 1;
  return (
    <Card aria-label={t("campaign.results.title")} className="shrink-0">
      <h2 className="mb-3 font-semibold text-13">{t("campaign.results.title")}</h2>
      {several ? <Verdict comparison={data} /> : null}
      <table className="w-full text-start tabular-nums">
        <thead className="text-12 text-soft">
          <tr>
            <th scope="col" className="py-1 text-start font-semibold">
              {t("campaign.results.step")}
            </th>
            {FIGURES.map((figure) => (
              <th key={figure} scope="col" className="py-1 text-end font-semibold">
                {t(`campaign.results.${figure}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.tallies.map((tally) => (
            <tr key={`${tally.step}-${tally.variant}`} className="border-line border-t">
              <th scope="row" className="py-1.5 text-start font-normal">
                {t("campaign.stepOf", { at: tally.step + 1, count: steps.length })}
                {several ? (
                  <span className="ms-2 text-soft">
                    {t("campaign.variantName", { letter: letterOf(tally.variant) })}
                  </span>
                ) : null}
              </th>
              {FIGURES.map((figure) => (
                <td key={figure} className="py-1.5 text-end">
                  {tally[figure].toLocaleString()}
                  {figure === "sent" ? null : (
                    <span className="ms-1.5 text-12 text-soft">{percent(tally[figure], tally.sent)}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** Which variant is ahead, and whether that means anything; with the range each true share lies in. */
function Verdict({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { variants, best, sure } = comparison;
  const shareOf = (at: number) => percent(variants[at]?.replied ?? 0, variants[at]?.sent ?? 0);
  const other = variants
    .filter(({ variant }) => variant !== best)
    .sort((a, b) => b.replied / Math.max(1, b.sent) - a.replied / Math.max(1, a.sent))[0];
  const words = { best: letterOf(best), share: shareOf(best), other: shareOf(other?.variant ?? 0) };
  const said = best < 0 ? "alike" : sure ? "sure" : "unsure";
  return (
    <div className="mb-4 grid gap-2">
      <p className={said === "sure" ? "font-medium text-good" : "font-medium"}>
        {t(`campaign.results.${said}`, words)}
      </p>
      <dl className="grid max-w-140 gap-1.5">
        {variants.map(({ variant, low, high }) => (
          <div
            key={variant}
            className="grid grid-cols-[80px_minmax(0,1fr)_110px] items-center gap-2.5 text-13"
          >
            <dt className="text-soft">{t("campaign.variantName", { letter: letterOf(variant) })}</dt>
            <dd aria-hidden className="relative h-2.5 rounded-full bg-sunken">
              <span
                className="absolute inset-y-0 rounded-full bg-accent opacity-40"
                style={{ insetInlineStart: `${low * 100}%`, width: `${Math.max(0.5, (high - low) * 100)}%` }}
              />
              <span
                className="absolute inset-y-0 w-0.5 bg-accent"
                style={{ insetInlineStart: shareOf(variant) }}
              />
            </dd>
            <dd className="text-end text-12 text-soft tabular-nums" title={t("campaign.results.interval")}>
              {t("campaign.results.between", { low: percent(low, 1), high: percent(high, 1) })}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
