import { useTranslation } from "react-i18next";
import type { Activity } from "@/api/types";
import { EMPHASIS, Emphasised } from "@/components/emphasised";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { dayAndTime } from "@/lib/dates";
import { LeadSection } from "./lead-section";

const KINDS = [
  "created",
  "stage_changed",
  "tagged",
  "untagged",
  "merged",
  "opted_out",
  "rejoined",
  "imported",
  "campaign_sent",
  "campaign_answered",
] as const;
const ORIGINS = ["whatsapp", "sheet", "file", "user"] as const;

/** What happened with this person, the latest first. */
export function LeadTimeline({ activities }: { activities: Activity[] }) {
  const { t } = useTranslation();
  const now = useNow();
  if (activities.length === 0) return null;
  const sentence = ({ kind, actor, detail }: Activity) => {
    const origin = ORIGINS.find((each) => each === actor);
    if (kind === "created" && origin) return t(`lead.created.${origin}`);
    if (kind === "imported" && (detail === "file" || detail === "sheet"))
      return t(`lead.importedFrom.${detail}`);
    return t(`lead.activity.${KINDS.find((each) => each === kind) ?? "other"}`, { detail: EMPHASIS });
  };
  return (
    <LeadSection title={t("lead.timeline")}>
      <ol className="grid gap-2.5">
        {activities.map((activity) => (
          <li key={activity.id} className="grid grid-cols-[8px_minmax(0,1fr)] gap-x-2.5">
            <span
              aria-hidden
              className={cn(
                "mt-1.5 size-2 rounded-full",
                activity.kind === "campaign_answered" ? "bg-accent" : "bg-line-strong",
              )}
            />
            <span className="break-words">
              <Emphasised sentence={sentence(activity)} strong={activity.detail} />
              <span className="block text-12 text-soft tabular-nums">{dayAndTime(activity.at, now)}</span>
            </span>
          </li>
        ))}
      </ol>
    </LeadSection>
  );
}
