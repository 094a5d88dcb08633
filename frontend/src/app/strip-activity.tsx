import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useCampaigns } from "@/api/campaigns";
import { useSheets } from "@/api/sheets";
import type { CampaignDetail } from "@/api/types";
import { useNow } from "@/hooks/use-now";
import { ago, nearTime } from "@/lib/dates";

/** What is being sent or waited for, and when the sheets were last read. */
export function StripActivity() {
  const { data: campaigns } = useCampaigns();
  const running = campaigns?.find((each) => each.campaign.state === "running");
  return (
    <>
      {running ? <CampaignLine detail={running} /> : null}
      <SheetLine />
    </>
  );
}

function CampaignLine({ detail }: { detail: CampaignDetail }) {
  const { t } = useTranslation();
  const now = useNow();
  const { campaign, counts, waiting } = detail;
  const name = campaign.name;
  const text =
    waiting && waiting.until > now
      ? t("strip.campaignWaiting", { name, time: nearTime(waiting.until, now) })
      : t("strip.campaignSending", {
          name,
          done: counts.total - counts.pending - counts.sending - counts.uncertain,
          total: counts.total,
        });
  return (
    <Link
      href={`/campaigns/${campaign.id}`}
      className="min-w-0 cursor-default truncate text-soft tabular-nums hover:text-ink"
    >
      {text}
    </Link>
  );
}

function SheetLine() {
  const { t } = useTranslation();
  const now = useNow();
  const { data: sheets } = useSheets();
  if (!sheets || sheets.length === 0) return null;
  const trouble = sheets.filter((sheet) => sheet.state === "error").length;
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
