import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCampaign, useCampaigns } from "@/api/campaigns";
import { useSheets } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { useNow } from "@/hooks/use-now";
import { ago, nearTimeInText } from "@/lib/dates";

/** What is being sent, or waited for and until when. */
export function StripCampaign() {
  const { data: campaigns } = useCampaigns();
  const missed = campaigns?.filter((each) => each.campaign.state === "missed").length ?? 0;
  const running = campaigns?.find((each) => each.campaign.state === "running");
  return (
    <>
      {missed > 0 ? <Missed count={missed} /> : null}
      {running ? <CampaignLine id={running.campaign.id} /> : null}
    </>
  );
}

function Missed({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <Link href="/campaigns" className="shrink-0 cursor-default truncate text-warn hover:underline">
      {t("strip.missed", { count })}
    </Link>
  );
}

function CampaignLine({ id }: { id: number }) {
  const { t } = useTranslation();
  const { data } = useCampaign(id);
  const now = useNow();
  if (!data) return null;
  const { campaign, counts, waiting } = data;
  const name = campaign.name;
  const done = counts.total - counts.pending - counts.sending - counts.uncertain;
  const held = waiting.reason !== "" && waiting.reason !== "gap";
  const text =
    waiting.reason === "matches"
      ? t("strip.campaignMatches", { name })
      : held
        ? waiting.until > now
          ? t("strip.campaignWaiting", { name, time: nearTimeInText(waiting.until, now) })
          : t("strip.campaignWaitingOpen", { name })
        : t("strip.campaignSending", { name, done, total: counts.total });
  return (
    <Link
      href={`/campaigns/${id}`}
      className="min-w-0 cursor-default truncate text-soft tabular-nums hover:text-ink"
    >
      {text}
    </Link>
  );
}

function needsUser(sheet: Sheet): boolean {
  return sheet.state === "paused" && sheet.reason !== "paused_by_user";
}

/** When the sheets were last read, or that one needs attention. */
export function StripSheets() {
  const { t } = useTranslation();
  const now = useNow();
  const { data: sheets } = useSheets();
  if (!sheets || sheets.length === 0) return null;
  const trouble = sheets.filter((sheet) => sheet.state === "error" || needsUser(sheet)).length;
  const last = Math.max(...sheets.map((sheet) => sheet.lastRunAt));
  if (trouble === 0 && last === 0) return null;
  return (
    <Link
      href="/sheets"
      className="min-w-0 cursor-default truncate text-soft hover:text-ink max-[900px]:hidden"
    >
      {trouble > 0
        ? t("strip.sheetTrouble", { count: trouble })
        : t("strip.sheets", { count: sheets.length, ago: ago(last, now) })}
    </Link>
  );
}
