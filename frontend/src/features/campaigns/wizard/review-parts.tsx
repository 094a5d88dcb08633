import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignInput, Reach } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { useNow } from "@/hooks/use-now";
import { dayAndTimeInText, spanInWords } from "@/lib/dates";
import { localZone, timeIn, zoneLabel } from "@/lib/zones";
import { FollowUpChip } from "./follow-up-chip";
import { LeftOutList } from "./reach-panel";
import { timesOf, zoneOf } from "./schedule-times";
import { variantCount } from "./steps";

interface PartProps {
  input: CampaignInput;
  onEdit: () => void;
}

export function AudiencePart({ input, reach, onEdit }: PartProps & { reach: Reach | undefined }) {
  const { t } = useTranslation();
  const { tags, filter, imports, sheets, leads, numbers, followUp } = input.audience;
  const batches = imports.length + sheets.length;
  return (
    <Part title={t("wizard.step.audience")} onEdit={onEdit}>
      <p className="font-semibold text-20 tabular-nums">
        {reach ? t("common.people", { count: reach.total }) : "–"}
      </p>
      <div className="my-1 flex flex-wrap gap-1.5">
        {followUp ? <FollowUpChip {...followUp} /> : null}
        {tags.map((tag) => (
          <Chip key={tag}>{tag}</Chip>
        ))}
        {filter ? <Chip>{t("wizard.source.filter")}</Chip> : null}
        {batches > 0 ? <Chip>{t("wizard.review.batches", { count: batches })}</Chip> : null}
        {leads.length > 0 ? <Chip>{t("wizard.review.leads", { count: leads.length })}</Chip> : null}
        {numbers.trim() !== "" ? <Chip>{t("wizard.source.numbers")}</Chip> : null}
        {input.keepAdding ? <Chip tone="info">{t("wizard.keepAdding")}</Chip> : null}
      </div>
      {reach ? <LeftOutList input={input} reach={reach} /> : null}
    </Part>
  );
}

export function MessagePart({ input, tested, onEdit }: PartProps & { tested: boolean }) {
  const { t } = useTranslation();
  const wordings = variantCount(input.steps);
  const { reply, tags, stages } = input.stopOn;
  const stops = [
    ...(reply && input.steps.length > 1 ? [t("wizard.review.stopReply")] : []),
    ...(tags.length + stages.length > 0
      ? [t("wizard.review.stopOthers", { count: tags.length + stages.length })]
      : []),
  ];
  return (
    <Part title={t("wizard.step.message")} onEdit={onEdit}>
      <p className="flex flex-wrap items-center gap-2">
        {t("wizard.review.messages", { count: input.steps.length })}
        {wordings > 1 ? <Chip>{t("wizard.review.wordings", { count: wordings })}</Chip> : null}
        <Chip tone={tested ? "good" : "warn"}>
          {t(tested ? "wizard.test.tested" : "wizard.test.untested")}
        </Chip>
      </p>
      {stops.map((stop) => (
        <p key={stop} className="mt-1 text-13 text-soft">
          {stop}
        </p>
      ))}
    </Part>
  );
}

export function SchedulePart({ input, onEdit }: PartProps) {
  const { t } = useTranslation();
  const now = useNow();
  const { schedule } = input;
  const zone = zoneOf(schedule);
  const { start, end } = timesOf(schedule);
  const text = (at: number) =>
    zone === localZone()
      ? dayAndTimeInText(at, now)
      : t("wizard.review.elsewhere", {
          time: timeIn(at, zone),
          zone: zoneLabel(zone),
          here: timeIn(at, localZone()),
        });
  const late = schedule.whenLater === "skip" ? "skip" : "ask";
  return (
    <Part title={t("wizard.step.schedule")} onEdit={onEdit}>
      <p>
        {start === undefined
          ? t("wizard.review.startsNow")
          : t("wizard.review.startsAt", { time: text(start) })}
      </p>
      {start === undefined ? null : (
        <p className="mt-1 text-13 text-soft">
          {schedule.lateMinutes > 0
            ? t(`wizard.review.late.${late}`, { span: spanInWords(schedule.lateMinutes * 60) })
            : t(`wizard.review.late.${late}Never`)}
        </p>
      )}
      {end === undefined ? null : <p className="mt-1">{t("wizard.review.endsAt", { time: text(end) })}</p>}
    </Part>
  );
}

export function PacePart({ input, reach, onEdit }: PartProps & { reach: Reach | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  const { minGapSeconds: min, maxGapSeconds: max, perHour: hour, perDay: day } = input.pace;
  const finish = reach && reach.total > 0 && reach.finishAt > 0 ? dayAndTimeInText(reach.finishAt, now) : "–";
  return (
    <Part title={t("wizard.step.pace")} onEdit={onEdit}>
      <p>
        {min === max
          ? t("wizard.review.paceEven", { count: max, hour, day })
          : t("wizard.review.paceText", { min, max, hour, day })}
      </p>
      <p className="mt-1 text-soft">
        {t(input.schedule.startsOn === "" ? "wizard.finishAt" : "wizard.finishScheduled")}{" "}
        <b className="font-semibold text-ink tabular-nums">{finish}</b>
      </p>
    </Part>
  );
}

function Part({ title, onEdit, children }: { title: string; onEdit: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section aria-label={title} className="py-4 first:pt-0">
      <div className="mb-2 flex h-7 items-center">
        <h2 className="flex-1 font-medium text-13 text-soft">{title}</h2>
        <Button
          size="sm"
          variant="quiet"
          aria-label={t("wizard.review.edit", { part: title })}
          onClick={onEdit}
        >
          {t("common.edit")}
        </Button>
      </div>
      {children}
    </section>
  );
}
