import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useCampaigns } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import { PageHeader } from "@/components/page-header";
import { Banner } from "@/components/ui/banner";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { CampaignRow } from "./campaign-row";

/** Every campaign, with how far it is. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useCampaigns();
  const errorText = useErrorText();
  const missed = data?.filter(({ campaign }) => campaign.state === "missed").length ?? 0;
  const content = () => {
    if (error) {
      const { title, detail } = errorText(error);
      return (
        <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
      );
    }
    if (!data) return <TableSkeleton label={t("common.loading")} rows={4} />;
    if (data.length === 0) {
      return (
        <EmptyState
          drawing="campaigns"
          title={t("campaigns.empty.title")}
          action={
            <Link href="/campaigns/new" className={buttonClass("primary")}>
              {t("campaigns.empty.action")}
            </Link>
          }
        >
          {t("campaigns.empty.body")}
        </EmptyState>
      );
    }
    return (
      <ul aria-label={t("campaigns.list")} className="divide-y divide-line">
        {data.map((summary) => (
          <CampaignRow key={summary.campaign.id} summary={summary} />
        ))}
      </ul>
    );
  };
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader title={t("campaigns.title")}>
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => navigate("/campaigns/new")}>
          {t("campaigns.new")}
        </Button>
      </PageHeader>
      {missed > 0 ? (
        <Banner tone="warn" title={t("campaigns.missed.title", { count: missed })} className="shrink-0">
          {t("campaigns.missed.body")}
        </Banner>
      ) : null}
      {data && data.length > 0 ? (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">{content()}</div>
      ) : (
        <div className="min-h-0 flex-1">{content()}</div>
      )}
    </div>
  );
}
