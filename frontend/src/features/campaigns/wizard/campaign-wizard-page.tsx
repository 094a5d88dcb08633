import { useTranslation } from "react-i18next";
import { Redirect } from "wouter";
import { inputOf, newCampaign, useCampaign } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import { useSettings } from "@/api/settings";
import { ErrorState } from "@/components/ui/error-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { CampaignWizard } from "./campaign-wizard";

/** Loads what the wizard starts from: a draft, or the pace the user prefers. */
export function CampaignWizardPage({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation();
  const settings = useSettings();
  const draft = useCampaign(campaignId, true);
  const errorText = useErrorText();
  const failed = settings.error ?? draft.error;
  if (failed) {
    const { title, detail } = errorText(failed);
    const retry = () => {
      void settings.refetch();
      if (campaignId > 0) void draft.refetch();
    };
    return <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={retry} />;
  }
  const loaded = campaignId === 0 || (draft.data && draft.isFetchedAfterMount);
  if (!settings.data || !loaded) return <TableSkeleton label={t("common.loading")} />;
  const campaign = draft.data?.campaign;
  if (campaign && campaign.state !== "draft") return <Redirect to={`/campaigns/${campaign.id}`} replace />;
  const initial = campaign ? inputOf(campaign) : newCampaign(settings.data.pace);
  return <CampaignWizard key={campaignId} initial={initial} campaignId={campaignId} />;
}
