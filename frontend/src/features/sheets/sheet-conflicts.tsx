import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { keys } from "@/api/keys";
import { sheetsApi, useSheetConflicts } from "@/api/sheets";
import type { Settlement, Sheet, SheetConflict } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import { RowLink } from "./row-link";

interface Word {
  /** Undefined: every cell. */
  conflict?: SheetConflict;
  word: Settlement;
}

/** Cells that somebody changed before MCE wrote into them: one decides, cell by cell or for all. */
export function SheetConflicts({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data = [] } = useSheetConflicts(sheet.id, sheet.conflicts > 0);
  const settle = useMutation({
    mutationFn: ({ conflict, word }: Word) =>
      sheetsApi.settle(sheet.id, conflict?.rowKey ?? "", conflict?.field ?? "stage", word),
    onSuccess: (_nothing, { word }) =>
      showToast({ title: word === "ours" ? t("conflicts.settledOurs") : t("conflicts.settledTheirs") }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sheets }),
  });
  if (sheet.conflicts === 0 || data.length === 0) return null;
  const busy = settle.isPending;
  const say = (word: Word) => settle.mutate(word);
  const head = "py-2 pe-4 text-start font-semibold";
  return (
    <Card aria-label={t("conflicts.title")} className="grid gap-3 border-warn">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-80 flex-1">
          <h2 className="font-semibold">{t("conflicts.title")}</h2>
          <p className="text-13 text-soft">{t("conflicts.body")}</p>
        </div>
        {data.length > 1 ? (
          <span className="flex flex-wrap gap-2">
            <Button size="sm" disabled={busy} onClick={() => say({ word: "ours" })}>
              {t("conflicts.allOurs")}
            </Button>
            <Button size="sm" disabled={busy} onClick={() => say({ word: "theirs" })}>
              {t("conflicts.allTheirs")}
            </Button>
          </span>
        ) : null}
      </div>
      <table className="w-full table-fixed text-13">
        <thead>
          <tr className="border-line border-b text-12 text-soft">
            <th className={head}>{t("conflicts.lead")}</th>
            <th className={head}>{t("conflicts.cell")}</th>
            <th className={head}>{t("conflicts.theirs")}</th>
            <th className={head}>{t("conflicts.ours")}</th>
            <th className="w-62" />
          </tr>
        </thead>
        <tbody>
          {data.map((conflict) => (
            <ConflictRow
              key={`${conflict.rowKey} ${conflict.field}`}
              sheet={sheet}
              conflict={conflict}
              busy={busy}
              onSay={(word) => say({ conflict, word })}
            />
          ))}
        </tbody>
      </table>
      <p className="text-12 text-soft">{t("conflicts.hint")}</p>
    </Card>
  );
}

interface ConflictRowProps {
  sheet: Sheet;
  conflict: SheetConflict;
  busy: boolean;
  onSay: (word: Settlement) => void;
}

function ConflictRow({ sheet, conflict, busy, onSay }: ConflictRowProps) {
  const { t } = useTranslation();
  const { lead, leadId, theirs, ours, row } = conflict;
  const field = t(`writeBack.field.${conflict.field}`);
  const nothing = <i className="pe-0.5 text-faint">{t("conflicts.empty")}</i>;
  return (
    <tr data-testid="conflict-row" className="border-line border-b last:border-0 [&>td]:py-2 [&>td]:pe-4">
      <td className="truncate font-medium">
        <bdi>
          {leadId > 0 ? (
            <Link href={`/leads/${leadId}`} className="cursor-default hover:underline">
              {lead}
            </Link>
          ) : (
            lead
          )}
        </bdi>
      </td>
      <td>
        <span className="flex flex-wrap gap-x-2">
          {field}
          <RowLink sheet={sheet} row={row} />
        </span>
      </td>
      <td className="truncate" title={theirs}>
        <bdi>{theirs || nothing}</bdi>
      </td>
      <td className="truncate" title={ours}>
        <bdi>{ours || nothing}</bdi>
      </td>
      <td className="pe-0!">
        <span className="flex flex-wrap justify-end gap-2">
          <Button
            size="sm"
            disabled={busy}
            aria-label={t("conflicts.useOursFor", { field, lead })}
            onClick={() => onSay("ours")}
          >
            {t("conflicts.useOurs")}
          </Button>
          <Button
            size="sm"
            disabled={busy}
            aria-label={t("conflicts.keepTheirsFor", { field, lead })}
            onClick={() => onSay("theirs")}
          >
            {t("conflicts.keepTheirs")}
          </Button>
        </span>
      </td>
    </tr>
  );
}
