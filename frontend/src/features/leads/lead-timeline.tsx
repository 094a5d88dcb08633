import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { keys } from "@/api/keys";
import { leadsApi } from "@/api/leads";
import type { Activity } from "@/api/types";
import { EMPHASIS, Emphasised } from "@/components/emphasised";
import { showToast } from "@/components/ui/toast";
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
  "told_apart",
  "number_changed",
  "number_lost",
  "opted_out",
  "rejoined",
  "imported",
  "campaign_sent",
  "campaign_answered",
  "consent_given",
  "consent_refused",
  "consent_unknown",
] as const;
const ORIGINS = ["whatsapp", "sheet", "file", "user"] as const;
/** How somebody turned up on WhatsApp, where they did not write themselves. */
const ARRIVALS = ["history", "phone"] as const;

/** What happened with this person, the latest first. */
export function LeadTimeline({ activities }: { activities: Activity[] }) {
  const { t } = useTranslation();
  const now = useNow();
  if (activities.length === 0) return null;
  const sentence = ({ kind, actor, detail }: Activity) => {
    const origin = ARRIVALS.find((each) => each === detail) ?? ORIGINS.find((each) => each === actor);
    if (kind === "created" && origin) return t(`lead.created.${origin}`);
    if (kind === "imported" && (detail === "file" || detail === "sheet"))
      return t(`lead.importedFrom.${detail}`);
    if (actor === "user" && (kind === "opted_out" || kind === "rejoined")) return t(`lead.byHand.${kind}`);
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
              <span className="flex items-center gap-2 text-12 text-soft tabular-nums">
                {dayAndTime(activity.at, now)}
                {activity.kind === "merged" && activity.batchId > 0 ? (
                  <UndoMerge activity={activity} />
                ) : null}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </LeadSection>
  );
}

/** Tells two people apart again that were taken for one. */
function UndoMerge({ activity }: { activity: Activity }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const undo = useMutation({
    mutationFn: () => leadsApi.undoMerge(activity.batchId),
    onSuccess: (lead) => {
      showToast({ title: t("lead.unmerged", { name: lead.name || lead.phoneDisplay || activity.detail }) });
      for (const queryKey of [keys.leads, keys.chats, keys.allMessages])
        void client.invalidateQueries({ queryKey });
      navigate(`/leads/${lead.id}`);
    },
  });
  return (
    <button
      type="button"
      disabled={undo.isPending}
      aria-label={t("lead.unmerge", { name: activity.detail })}
      onClick={() => undo.mutate()}
      className="rounded-xs font-medium text-accent hover:underline disabled:opacity-50"
    >
      {t("common.undo")}
    </button>
  );
}
