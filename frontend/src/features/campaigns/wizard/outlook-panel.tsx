import { useTranslation } from "react-i18next";
import type { CampaignInput } from "@/api/types";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";
import { DryRun } from "./dry-run";
import { timesOf } from "./schedule-times";
import { useSettledReach } from "./use-settled-reach";

/** When the first messages begin and end at the pace that stands here. */
export function OutlookPanel({ input }: { input: CampaignInput }) {
  const { t } = useTranslation();
  const now = useNow();
  const { data } = useSettledReach(input);
  const { start, end } = timesOf(input.schedule);
  const finish = data && data.total > 0 && data.finishAt > 0 ? data.finishAt : undefined;
  const cut = finish !== undefined && end !== undefined && finish > end;
  return (
    <section
      aria-label={t("wizard.outlook")}
      className="sticky top-0 self-start rounded-lg bg-sunken p-5 max-[900px]:static"
    >
      {start === undefined ? null : (
        <>
          <h2 className="text-13 text-soft">{t("wizard.startAt")}</h2>
          <p className="mt-1 mb-4 font-semibold text-20 tabular-nums">{dayAndTime(start, now)}</p>
        </>
      )}
      <h2 className="text-13 text-soft">
        {t(start === undefined ? "wizard.finishAt" : "wizard.finishScheduled")}
      </h2>
      <p data-testid="finish-at" className="mt-1 font-semibold text-28 tabular-nums tracking-tight">
        {finish === undefined ? "–" : dayAndTime(finish, now)}
      </p>
      {cut ? <p className="mt-2 text-13 text-warn">{t("wizard.endsBefore")}</p> : null}
      {data ? <DryRun days={data.days} /> : null}
      <p className="mt-3 text-13 text-soft">{t("wizard.finishHint")}</p>
    </section>
  );
}
