import { FileSpreadsheet, RefreshCw, Sheet as SheetIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Sheet } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { useSheetReason } from "@/i18n/sheet-reason";
import { ago, countdown } from "@/lib/dates";
import { PrivacyChip } from "./privacy-chip";
import { SheetChip } from "./sheet-chip";
import { SheetMenu } from "./sheet-menu";
import { useSheetVerbs } from "./use-sheet-verbs";

export function SheetRow({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const reasonText = useSheetReason();
  const { sync } = useSheetVerbs(sheet.id, sheet.title);
  const Icon = sheet.access === "file" ? FileSpreadsheet : SheetIcon;
  return (
    <li data-testid="sheet-row" className="flex items-center gap-4 px-5 py-4">
      <span className="grid size-10 shrink-0 place-items-center rounded-md bg-good-wash text-good">
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={`/sheets/${sheet.id}`}
            dir="auto"
            className="min-w-0 cursor-default truncate font-semibold hover:underline"
          >
            {sheet.title}
          </Link>
          <span dir="auto" className="truncate text-soft">
            {sheet.tab}
          </span>
          <SheetChip sheet={sheet} />
          {sheet.access === "link" ? <PrivacyChip /> : null}
        </div>
        <p className="mt-0.5 text-13 text-soft">
          {sheet.reason !== "" ? (
            reasonText(sheet.reason, {
              tab: sheet.tab,
              column: sheet.about,
              now: sheet.about,
              email: sheet.about,
            })
          ) : (
            <Timing sheet={sheet} />
          )}
        </p>
      </div>
      <div className="grid shrink-0 text-end text-13 tabular-nums max-[900px]:hidden">
        <span>{t("sheets.newLeads", { count: sheet.newLeads })}</span>
        {sheet.conflicts > 0 ? (
          <Link href={`/sheets/${sheet.id}`} className="cursor-default text-warn hover:underline">
            {t("sheets.conflictsCount", { count: sheet.conflicts })}
          </Link>
        ) : null}
        {sheet.rejected > 0 ? (
          <Link href={`/sheets/${sheet.id}`} className="cursor-default text-warn hover:underline">
            {t("sheets.rejected", { count: sheet.rejected })}
          </Link>
        ) : sheet.conflicts === 0 ? (
          <span className="text-soft">{t("sheets.rows", { count: sheet.rows })}</span>
        ) : null}
      </div>
      {sheet.state === "paused" ? null : (
        <Button
          size="sm"
          icon={<RefreshCw aria-hidden />}
          busy={sync.isPending}
          onClick={() => sync.mutate()}
        >
          {t("sheets.sync")}
        </Button>
      )}
      <SheetMenu sheet={sheet} />
    </li>
  );
}

function Timing({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  if (sheet.lastRunAt === 0) return t("sheets.never");
  const last = t("sheets.lastRead", { ago: ago(sheet.lastRunAt, now) });
  if (sheet.nextRunAt === 0) return last;
  const next =
    sheet.nextRunAt > now
      ? t("sheets.nextIn", { left: countdown(sheet.nextRunAt, now) })
      : t("sheets.nextNow");
  return `${last}, ${next}`;
}
