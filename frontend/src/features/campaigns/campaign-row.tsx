import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { CampaignSummary } from "@/api/types";
import { useNow } from "@/hooks/use-now";
import { dayAndTimeInText, listTime } from "@/lib/dates";
import { useAudienceText } from "./audience-text";
import { CampaignChip } from "./campaign-chip";
import { doneCount } from "./outcome";
import { ProgressBar } from "./progress-bar";

export function CampaignRow({ summary }: { summary: CampaignSummary }) {
  const { t } = useTranslation();
  const now = useNow();
  const { campaign, counts } = summary;
  const audienceText = useAudienceText();
  const draft = campaign.state === "draft";
  const begun = campaign.frozenAt > 0;
  return (
    <li>
      <Link
        href={draft ? `/campaigns/${campaign.id}/edit` : `/campaigns/${campaign.id}`}
        data-testid="campaign-row"
        className="grid h-18 cursor-default grid-cols-[minmax(0,2fr)_112px_minmax(0,2fr)_88px_96px_16px] items-center gap-5 px-5 -outline-offset-2 hover:bg-hover max-[1000px]:grid-cols-[minmax(0,2fr)_112px_minmax(0,2fr)_16px]"
      >
        <span className="min-w-0">
          <b dir="auto" className="block truncate text-start font-semibold">
            {campaign.name}
          </b>
          <span className="block truncate text-13 text-soft">
            {campaign.state === "scheduled"
              ? t("campaigns.startsAt", { time: dayAndTimeInText(campaign.startAt, now) })
              : t("campaigns.audience.to", { who: audienceText(campaign.audience) })}
          </span>
        </span>
        <span>
          <CampaignChip state={campaign.state} />
        </span>
        {!begun ? (
          <span />
        ) : (
          <span className="grid gap-1.5">
            <ProgressBar counts={counts} label={t("campaigns.column.progress")} thin />
            <span className="text-12 text-soft tabular-nums">
              {t("campaigns.of", { done: doneCount(counts), total: counts.total })}
            </span>
          </span>
        )}
        <span className="max-[1000px]:hidden">
          {!begun ? null : (
            <>
              <b className="block font-semibold tabular-nums">{counts.replied.toLocaleString()}</b>
              <span className="text-12 text-soft">{t("campaigns.column.replied")}</span>
            </>
          )}
        </span>
        <span className="text-end text-13 text-soft tabular-nums max-[1000px]:hidden">
          {listTime(campaign.updatedAt, now)}
        </span>
        <ChevronRight aria-hidden className="size-4 text-faint rtl:-scale-x-100" />
      </Link>
    </li>
  );
}
