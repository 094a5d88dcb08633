import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation } from "wouter";
import { useCampaign } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { Campaign } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { CampaignActions } from "./campaign-actions";
import { CampaignChip } from "./campaign-chip";
import { CampaignFunnel } from "./campaign-funnel";
import { CampaignPlan } from "./campaign-plan";
import { CampaignProgress } from "./campaign-progress";
import { CampaignRecipients } from "./campaign-recipients";
import { CampaignResults } from "./campaign-results";
import { CampaignWhy } from "./campaign-why";

/** Whether there is anything to compare: several messages, or several wordings of one. */
function compares({ steps }: Campaign): boolean {
  return steps.length > 1 || steps.some(({ variants }) => variants.length > 1);
}

/** One campaign while it runs and after: why it waits, how far it is, what became of each person. */
export function CampaignPage({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useCampaign(campaignId);
  const errorText = useErrorText();
  if (error) {
    const { title, detail } = errorText(error);
    return (
      <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <TableSkeleton label={t("common.loading")} />;
  const { campaign, counts, funnel, waiting, finishAt, lastHour, halvedUntil } = data;
  const begun = campaign.frozenAt > 0;
  if (campaign.state === "draft") return <Redirect to={`/campaigns/${campaign.id}/edit`} replace />;
  const held = campaign.state === "running" && waiting.reason !== "" && waiting.reason !== "gap";
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader
        title={campaign.name}
        beside={<CampaignChip state={held ? "waiting" : campaign.state} />}
        before={
          <IconButton label={t("campaign.back")} onClick={() => navigate("/campaigns")} className="-ms-2">
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        }
      >
        <CampaignActions campaign={campaign} counts={counts} />
      </PageHeader>
      <CampaignWhy campaign={campaign} counts={counts} waiting={waiting} />
      {begun ? (
        <>
          <div className="grid shrink-0 grid-cols-[2fr_1fr] gap-4 max-[1000px]:grid-cols-1">
            <CampaignProgress
              campaign={campaign}
              counts={counts}
              finishAt={finishAt}
              lastHour={lastHour}
              halvedUntil={halvedUntil}
            />
            <CampaignFunnel funnel={funnel} />
          </div>
          {compares(campaign) ? <CampaignResults campaignId={campaign.id} steps={campaign.steps} /> : null}
          <CampaignRecipients campaign={campaign} counts={counts} />
        </>
      ) : (
        <CampaignPlan campaign={campaign} />
      )}
    </div>
  );
}
