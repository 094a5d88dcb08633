import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi, inputOf } from "@/api/campaigns";
import type { Campaign } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { countdown, dayAndTimeInText } from "@/lib/dates";
import { Countdown } from "./countdown";
import { useVerb } from "./use-verb";

/** A campaign that waits for its time, or has missed it. */
export function CampaignBefore({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const time = dayAndTimeInText(campaign.startAt, now);
  if (campaign.state === "scheduled") {
    return (
      <Banner
        title={t("campaign.why.scheduled", { time })}
        className="shrink-0"
        action={
          campaign.startAt > now ? (
            <Countdown text={t("campaign.why.scheduledIn", { left: countdown(campaign.startAt, now) })} />
          ) : null
        }
      >
        {t("campaign.why.scheduledBody")}
      </Banner>
    );
  }
  const restored = campaign.pausedBy === "restored";
  return (
    <Banner
      tone="warn"
      title={restored ? t("campaign.why.missedRestored") : t("campaign.why.missed", { time })}
      className="shrink-0"
    >
      {restored
        ? t("campaign.why.missedRestoredBody")
        : campaign.pausedReason || t("campaign.why.missedBody")}
    </Banner>
  );
}

/** What can be done about it. */
export function BeforeActions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const missed = campaign.state === "missed";
  const revise = useVerb(
    () => campaignsApi.revise(campaign.id),
    () => navigate(`/campaigns/${campaign.id}/edit`),
  );
  return (
    <>
      <Button busy={revise.isPending} onClick={() => revise.mutate()}>
        {missed ? t("campaign.chooseTime") : t("campaign.revise")}
      </Button>
      <StartNow campaign={campaign} />
    </>
  );
}

/** Starts at once; strangers were confirmed when it was scheduled. */
function StartNow({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const start = useVerb(async () => {
    const { cold } = await campaignsApi.reach(inputOf(campaign));
    return campaignsApi.start(campaign.id, { cold });
  });
  return (
    <Button variant="primary" busy={start.isPending} onClick={() => start.mutate()}>
      {t("campaign.startNow")}
    </Button>
  );
}
