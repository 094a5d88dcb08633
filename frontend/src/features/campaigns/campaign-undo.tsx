import { Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi } from "@/api/campaigns";
import type { Campaign } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { countdown } from "@/lib/dates";
import { Countdown } from "./countdown";
import { useVerb } from "./use-verb";

/** The moment after a start in which nothing goes out and it can be taken back. */
export function CampaignUndo({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const now = useNow(250);
  const undo = useVerb(
    () => campaignsApi.revise(campaign.id),
    () => navigate(`/campaigns/${campaign.id}/edit`),
  );
  const left = Math.max(campaign.holdUntil, now + 1000);
  return (
    <Banner
      title={t("campaign.why.undo")}
      className="shrink-0"
      action={
        <>
          <Countdown text={t("campaign.why.undoIn", { left: countdown(left, now) })} />
          <Button icon={<Undo2 aria-hidden />} busy={undo.isPending} onClick={() => undo.mutate()}>
            {t("campaign.undo")}
          </Button>
        </>
      }
    >
      {t("campaign.why.undoBody")}
    </Banner>
  );
}
