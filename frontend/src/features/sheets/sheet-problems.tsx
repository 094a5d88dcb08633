import { useTranslation } from "react-i18next";
import { useSheetProblems } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { type ProblemGroup, RowProblems } from "@/components/row-problems";
import { Card } from "@/components/ui/card";
import { RowLink } from "./row-link";

/** Rows that cannot become leads, by cause, each with a way to where it stands. */
export function SheetProblems({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const { data = [] } = useSheetProblems(sheet.id);
  const groups = new Map<string, ProblemGroup>();
  for (const { reason, row, value } of data) {
    const group = groups.get(reason) ?? { reason, count: 0, rows: [] };
    groups.set(reason, { ...group, count: group.count + 1, rows: [...group.rows, { row, value }] });
  }
  return (
    <Card aria-label={t("sheets.problems")}>
      <h2 className="mb-3 font-semibold">{t("sheets.problems")}</h2>
      {groups.size > 0 ? (
        <RowProblems groups={[...groups.values()]} renderRow={(row) => <RowLink sheet={sheet} row={row} />} />
      ) : (
        <p className="text-soft">{sheet.lastRunAt === 0 ? t("sheets.never") : t("sheets.noProblems")}</p>
      )}
    </Card>
  );
}
