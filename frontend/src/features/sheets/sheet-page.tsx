import { ArrowLeft, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useErrorText } from "@/api/error-text";
import { useSheet, useSheetProblems, useSheetRuns } from "@/api/sheets";
import type { Sheet, SheetRun } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { type ProblemGroup, RowProblems } from "@/components/row-problems";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { useNow } from "@/hooks/use-now";
import { useSheetReason } from "@/i18n/sheet-reason";
import { dayAndTime } from "@/lib/dates";
import { ColumnsDialog } from "./columns-dialog";
import { SheetChip } from "./sheet-chip";
import { healthOf } from "./sheet-health";
import { SheetMenu } from "./sheet-menu";
import { Timing } from "./sheet-row";
import { useSheetVerbs } from "./use-sheet-verbs";

/** One sheet: its state, the rows that need a look, and what each reading brought. */
export function SheetPage({ sheetId }: { sheetId: number }) {
  const { t } = useTranslation();
  const { data: sheet, error, refetch } = useSheet(sheetId);
  const errorText = useErrorText();
  if (error) {
    const { title, detail } = errorText(error);
    return (
      <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
    );
  }
  if (!sheet) return <TableSkeleton label={t("common.loading")} />;
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <Head sheet={sheet} />
      <div className="grid grid-cols-[3fr_2fr] items-start gap-4 max-[1000px]:grid-cols-1">
        <Problems sheetId={sheetId} />
        <Runs sheetId={sheetId} />
      </div>
    </div>
  );
}

function Head({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [choosing, setChoosing] = useState(false);
  const { sync } = useSheetVerbs(sheet.id);
  const reasonText = useSheetReason();
  const broken = healthOf(sheet) === "needsYou" || sheet.state === "error";
  return (
    <>
      <PageHeader
        title={`${sheet.title} · ${sheet.tab}`}
        beside={<SheetChip sheet={sheet} />}
        before={
          <IconButton label={t("sheets.back")} onClick={() => navigate("/sheets")} className="-ms-2">
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        }
      >
        <span className="text-13 text-soft">
          <Timing sheet={sheet} />
        </span>
        <Button
          icon={<RefreshCw aria-hidden />}
          busy={sync.isPending}
          disabled={sheet.state === "paused"}
          onClick={() => sync.mutate()}
        >
          {t("sheets.sync")}
        </Button>
        <SheetMenu sheet={sheet} />
      </PageHeader>
      {broken ? (
        <Banner
          tone={sheet.state === "error" ? "warn" : "bad"}
          title={reasonText(sheet.reason)}
          action={
            sheet.reason === "header_changed" ? (
              <Button size="sm" onClick={() => setChoosing(true)}>
                {t("sheets.columns")}
              </Button>
            ) : null
          }
        />
      ) : null}
      {choosing ? <ColumnsDialog sheet={sheet} onClose={() => setChoosing(false)} /> : null}
    </>
  );
}

function Problems({ sheetId }: { sheetId: number }) {
  const { t } = useTranslation();
  const { data = [] } = useSheetProblems(sheetId);
  const groups = new Map<string, ProblemGroup>();
  for (const { reason, row, value } of data) {
    const group = groups.get(reason) ?? { reason, count: 0, rows: [] };
    groups.set(reason, { ...group, count: group.count + 1, rows: [...group.rows, { row, value }] });
  }
  return (
    <Card>
      <h2 className="mb-3 font-semibold">{t("sheets.problems")}</h2>
      {groups.size > 0 ? (
        <RowProblems groups={[...groups.values()]} />
      ) : (
        <p className="text-soft">{t("sheets.noProblems")}</p>
      )}
    </Card>
  );
}

function Runs({ sheetId }: { sheetId: number }) {
  const { t } = useTranslation();
  const { data = [] } = useSheetRuns(sheetId);
  return (
    <Card>
      <h2 className="mb-3 font-semibold">{t("sheets.runs")}</h2>
      {data.length === 0 ? <p className="text-soft">{t("sheets.noRuns")}</p> : null}
      <ol className="grid gap-2.5">
        {data.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ol>
    </Card>
  );
}

function Run({ run }: { run: SheetRun }) {
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
        <span className="text-warn">{reasonText(run.error)}</span>
      )}
    </li>
  );
}
