import { useTranslation } from "react-i18next";
import type { Campaign, CampaignCounts, Waiting } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { useNow } from "@/hooks/use-now";
import { countdown, dayAndTimeInText } from "@/lib/dates";
import { CampaignBefore } from "./campaign-before";
import { CampaignUndo } from "./campaign-undo";
import { Countdown } from "./countdown";

interface CampaignWhyProps {
  campaign: Campaign;
  counts: CampaignCounts;
  waiting: Waiting;
}

/** One sentence and one countdown: why nothing is being sent right now, or that something is. */
export function CampaignWhy({ campaign, counts, waiting }: CampaignWhyProps) {
  const { t } = useTranslation();
  if (campaign.state === "running" && counts.uncertain > 0 && counts.pending + counts.sending === 0) {
    return (
      <Banner tone="warn" title={t("campaign.why.decide", { count: counts.uncertain })} className="shrink-0">
        {t("campaign.why.decideBody")}
      </Banner>
    );
  }
  if (campaign.state === "running" && waiting.reason === "undo") return <CampaignUndo campaign={campaign} />;
  if (campaign.state === "running") return <Running waiting={waiting} />;
  if (campaign.state === "paused") return <Paused campaign={campaign} />;
  if (campaign.state === "scheduled" || campaign.state === "missed")
    return <CampaignBefore campaign={campaign} />;
  if (campaign.state === "cancelled" && campaign.missedAt > 0) return <Skipped campaign={campaign} />;
  const done = campaign.state === "completed" ? "completed" : "cancelled";
  return (
    <Banner
      tone={done === "completed" ? "good" : "info"}
      title={t(`campaign.why.${done}`)}
      className="shrink-0"
    >
      {t(`campaign.why.${done}Body`)}
    </Banner>
  );
}

/** Budgets that are used up; one sentence explains them all. */
const LIMITS = ["minute_cap", "hour_cap", "day_cap"] as const;
/** What holds everybody back who has yet to get it, each with a sentence of its own. */
const HOLDS = [
  "ramp",
  "halved_cap",
  "rate_limited",
  "look_up_limit",
  "new_chats",
  "restricted",
  "hours",
  "holiday",
  "quiet",
  "no_time",
  "file",
  "step",
  "matches",
] as const;
/** Of these, the ones that somebody should know of. */
const WARNINGS: readonly string[] = ["halved_cap", "rate_limited", "look_up_limit", "no_time"];

function Running({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation();
  const now = useNow(waiting.until > 0 ? 1000 : null);
  const { reason, until } = waiting;
  const left = until > now ? countdown(until, now) : "";
  if (reason === "offline") {
    return (
      <Banner tone="warn" title={t("campaign.why.offline")} className="shrink-0">
        {t("campaign.why.offlineBody")}
      </Banner>
    );
  }
  const limit = LIMITS.find((each) => each === reason);
  if (limit) {
    return (
      <Banner
        title={t(`campaign.why.${limit}`)}
        className="shrink-0"
        action={left ? <Countdown text={t("campaign.why.capIn", { left })} /> : null}
      >
        {t("campaign.why.capBody")}
      </Banner>
    );
  }
  const hold = HOLDS.find((each) => each === reason);
  if (hold) {
    return (
      <Banner
        tone={WARNINGS.includes(hold) ? "warn" : "info"}
        title={t(`campaign.why.${hold}`)}
        className="shrink-0"
        action={left ? <Countdown text={t("campaign.why.capIn", { left })} /> : null}
      >
        {t(`campaign.why.${hold}Body`)}
      </Banner>
    );
  }
  if (left !== "") {
    return (
      <Banner
        tone="good"
        title={t("campaign.why.gap")}
        className="shrink-0"
        action={<Countdown text={t("campaign.why.gapIn", { left })} tone="text-good" />}
      >
        {t("campaign.why.gapBody")}
      </Banner>
    );
  }
  return (
    <Banner tone="good" title={t("campaign.why.sending")} className="shrink-0">
      {t("campaign.why.sendingBody")}
    </Banner>
  );
}

function Paused({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { pausedBy, pausedReason } = campaign;
  if (pausedBy === "whatsapp" || pausedBy === "errors") {
    return (
      <Banner
        tone="bad"
        title={pausedBy === "errors" ? t("campaign.why.pausedErrors") : t("campaign.why.pausedWhatsapp")}
        className="shrink-0"
      >
        {pausedReason}
      </Banner>
    );
  }
  const why = PAUSES[pausedBy] ?? "pausedUser";
  return (
    <Banner tone="warn" title={t(`campaign.why.${why}`)} className="shrink-0">
      {t(`campaign.why.${why}Body`)}
    </Banner>
  );
}

/** Who paused it, when neither WhatsApp nor failures did. */
const PAUSES: Record<string, "pausedUser" | "pausedClosing" | "pausedRestored"> = {
  closing: "pausedClosing",
  restored: "pausedRestored",
};

function Skipped({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <Banner
      title={t("campaign.why.missedSkipped", { time: dayAndTimeInText(campaign.startAt, now) })}
      className="shrink-0"
    >
      {t("campaign.why.missedSkippedBody")}
    </Banner>
  );
}
