import { ArrowLeft, ExternalLink, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useErrorText } from "@/api/error-text";
import { useSheet } from "@/api/sheets";
import { systemApi } from "@/api/system";
import type { Sheet } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { PrivacyChip } from "./privacy-chip";
import { PublicNote } from "./public-note";
import { SheetChip } from "./sheet-chip";
import { SheetConflicts } from "./sheet-conflicts";
import { SheetFacts } from "./sheet-facts";
import { sheetLink } from "./sheet-link";
import { SheetMenu } from "./sheet-menu";
import { SheetProblems } from "./sheet-problems";
import { SheetRuns } from "./sheet-runs";
import { SheetSetup } from "./sheet-setup";
import { SheetTrouble } from "./sheet-trouble";
import { useSheetVerbs } from "./use-sheet-verbs";

/** One sheet: its state, what it brought, what needs a decision, and how it is read. */
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
      {sheet.reason === "" ? null : <SheetTrouble key={sheet.reason} sheet={sheet} />}
      {sheet.access === "link" && sheet.reason === "" ? <PublicNote sheet={sheet} /> : null}
      <SheetFacts sheet={sheet} />
      <SheetConflicts sheet={sheet} />
      <div className="grid grid-cols-[3fr_2fr] items-start gap-4 max-[1000px]:grid-cols-1">
        <div className="grid gap-4">
          <SheetProblems sheet={sheet} />
          <SheetRuns sheetId={sheet.id} tab={sheet.tab} />
        </div>
        <SheetSetup sheet={sheet} />
      </div>
    </div>
  );
}

function Head({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { sync } = useSheetVerbs(sheet.id, sheet.title);
  const link = sheetLink(sheet);
  return (
    <PageHeader
      title={`${sheet.title} · ${sheet.tab}`}
      beside={
        <>
          <SheetChip sheet={sheet} />
          {sheet.access === "link" ? <PrivacyChip /> : null}
        </>
      }
      before={
        <IconButton label={t("sheets.back")} onClick={() => navigate("/sheets")} className="-ms-2">
          <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      }
    >
      {link === "" ? null : (
        <Button
          variant="quiet"
          icon={<ExternalLink aria-hidden />}
          onClick={() => void systemApi.openLink(link)}
        >
          {t("sheets.openSheet")}
        </Button>
      )}
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
  );
}
