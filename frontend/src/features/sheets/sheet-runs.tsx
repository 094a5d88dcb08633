import { useTranslation } from "react-i18next";
import { useSheetRuns } from "@/api/sheets";
import type { SheetRun } from "@/api/types";
import { Card } from "@/components/ui/card";
import { useNow } from "@/hooks/use-now";
import { useSheetReason } from "@/i18n/sheet-reason";
import { dayAndTime } from "@/lib/dates";

/** What each reading brought. */
export function SheetRuns({ sheetId, tab }: { sheetId: number; tab: string }) {
  const { t } = useTranslation();
  const { data = [] } = useSheetRuns(sheetId);
  return (
    <Card aria-label={t("sheets.runs")}>
      <h2 className="mb-3 font-semibold">{t("sheets.runs")}</h2>
      {data.length === 0 ? <p className="text-soft">{t("sheets.noRuns")}</p> : null}
      <ol className="grid gap-2.5">
        {data.map((run) => (
          <Run key={run.id} run={run} tab={tab} />
        ))}
      </ol>
    </Card>
  );
}

function Run({ run, tab }: { run: SheetRun; tab: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const reasonText = useSheetReason();
  return (
    <li className="grid grid-cols-[112px_minmax(0,1fr)] gap-3 text-13">
      <span className="text-soft tabular-nums">{dayAndTime(run.startedAt, now)}</span>
      {run.error === "" ? (
        <span>
          {t("sheets.runLine", { created: run.created, changed: run.changed, rejected: run.rejected })}
        </span>
      ) : (
        <span className="text-warn">{reasonText(run.error, { tab })}</span>
      )}
    </li>
  );
}
