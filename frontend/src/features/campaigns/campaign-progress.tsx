import { useTranslation } from "react-i18next";
import type { Campaign, CampaignCounts } from "@/api/types";
import { Card } from "@/components/ui/card";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { dayAndTimeInText } from "@/lib/dates";
import { doneCount } from "./outcome";
import { ProgressBar, SEGMENTS, segmentCount } from "./progress-bar";

interface CampaignProgressProps {
  campaign: Campaign;
  counts: CampaignCounts;
  finishAt: number;
  lastHour: number;
  halvedUntil: number;
}

export function CampaignProgress({
  campaign,
  counts,
  finishAt,
  lastHour,
  halvedUntil,
}: CampaignProgressProps) {
  const { t } = useTranslation();
  const now = useNow();
  const end = campaign.finishedAt || finishAt;
  return (
    <Card aria-label={t("campaign.progress")}>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span data-testid="campaign-done" className="font-semibold text-28 tabular-nums tracking-tight">
          {doneCount(counts).toLocaleString()}
        </span>
        <span className="text-soft">{t("campaign.ofPeople", { count: counts.total })}</span>
        {campaign.keepAdding && campaign.finishedAt === 0 ? (
          <span className="text-13 text-soft">{t("campaign.adding")}</span>
        ) : null}
        {lastHour > 0 ? (
          <span className="text-13 text-soft">{t("campaign.rate", { count: lastHour })}</span>
        ) : null}
        {end > 0 ? (
          <span className="ms-auto text-soft">
            {campaign.finishedAt > 0 ? t("campaign.finished") : t("campaign.finishes")}{" "}
            <b className="font-semibold text-ink tabular-nums">{dayAndTimeInText(end, now)}</b>
          </span>
        ) : null}
      </div>
      <div className="my-3.5">
        <ProgressBar counts={counts} label={t("campaign.progress")} />
      </div>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-13">
        {SEGMENTS.map(({ key, tone }) => (
          <Legend
            key={key}
            tone={tone}
            label={t(`campaign.legend.${key}`)}
            count={segmentCount(counts, key)}
          />
        ))}
        <Legend
          tone="border border-line-strong bg-sunken"
          label={t("campaign.legend.togo")}
          count={counts.pending + counts.sending}
        />
        {counts.uncertain > 0 ? (
          <Legend tone="bg-warn" label={t("campaign.legend.uncertain")} count={counts.uncertain} />
        ) : null}
        {counts.cancelled > 0 ? (
          <Legend tone="bg-faint" label={t("campaign.legend.cancelled")} count={counts.cancelled} />
        ) : null}
        {counts.skipped > 0 ? (
          <li className="text-soft">{t("campaign.skipped", { count: counts.skipped })}</li>
        ) : null}
      </ul>
      {halvedUntil > now && campaign.finishedAt === 0 ? (
        <p className="mt-3 text-13 text-warn">
          {t("campaign.halvedUntil", { time: dayAndTimeInText(halvedUntil, now) })}
        </p>
      ) : null}
    </Card>
  );
}

function Legend({ tone, label, count }: { tone: string; label: string; count: number }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className={cn("size-2.5 rounded-xs", tone)} />
      {label}
      <b className="font-semibold tabular-nums">{count.toLocaleString()}</b>
    </li>
  );
}
