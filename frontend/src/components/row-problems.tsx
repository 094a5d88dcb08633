import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/components/ui/chip";
import { useReasonFix, useReasonText } from "@/i18n/reason";

export interface ProblemGroup {
  reason: string;
  count: number;
  rows: { row: number; value: string }[];
}

interface RowProblemsProps {
  groups: ProblemGroup[];
  /** A row's number, where it leads somewhere. */
  renderRow?: (row: number) => ReactNode;
}

const SHOWN = 4;

/** Rows that could not be used, grouped by cause, with their numbers and what to do. */
export function RowProblems({ groups, renderRow }: RowProblemsProps) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const reasonFix = useReasonFix();
  return (
    <ul className="grid gap-3">
      {groups.map(({ reason, count, rows }) => (
        <li key={reason} className="rounded-md border border-line p-3">
          <div className="flex items-baseline gap-2">
            <b className="font-semibold">{reasonText(reason)}</b>
            <Chip tone="warn">{t("problems.count", { count })}</Chip>
          </div>
          <p className="mt-0.5 text-13 text-soft">{reasonFix(reason)}</p>
          <ul className="mt-2 grid gap-1 text-13">
            {rows.slice(0, SHOWN).map(({ row, value }) => (
              <li key={row} className="flex gap-3">
                <span className="min-w-20 shrink-0 text-soft tabular-nums">
                  {renderRow?.(row) ?? t("problems.row", { row })}
                </span>
                <span dir="auto" data-selectable className="truncate">
                  {value || <i className="pe-0.5 text-faint">{t("problems.empty")}</i>}
                </span>
              </li>
            ))}
          </ul>
          {count > SHOWN ? (
            <p className="mt-1 text-12 text-soft">{t("problems.more", { count: count - SHOWN })}</p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
