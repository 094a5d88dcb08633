import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { useSettings } from "@/api/settings";
import { sheetsApi, useSheetColumns } from "@/api/sheets";
import type { IntakeField, SheetInput, Spreadsheet } from "@/api/types";
import { ColumnMapping } from "@/components/column-mapping";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import { type SheetChoices, SheetOptions } from "./sheet-options";

interface ConnectColumnsStepProps {
  spreadsheet: Spreadsheet;
  tab: string;
  onBack: () => void;
  onDone: () => void;
}

const DEFAULTS = { existingRows: "import", keyColumn: "", intervalMinutes: 15 } as const;

/** What the columns mean, and how the sheet is to be read. */
export function ConnectColumnsStep({ spreadsheet, tab, onBack, onDone }: ConnectColumnsStepProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { data: settings } = useSettings();
  const [chosen, setChosen] = useState<IntakeField[] | null>(null);
  const [changes, setChanges] = useState<Partial<SheetChoices>>({});
  const choices: SheetChoices = {
    ...DEFAULTS,
    tags: [],
    defaultCountry: settings?.defaultCountry ?? "",
    ...changes,
  };
  const { data, error } = useSheetColumns(spreadsheet, tab, 0, choices.defaultCountry);
  const mapping = chosen ?? data?.columns.map((column) => column.guess) ?? [];
  const create = useMutation({
    mutationFn: (input: SheetInput) => sheetsApi.create(input),
    onSuccess: (sheet) => {
      showToast({ title: t("connect.created", { title: sheet.title }) });
      onDone();
      return client.invalidateQueries({ queryKey: keys.sheets });
    },
    meta: { inline: true },
  });
  const failed = error ?? create.error;
  const problem = failed ? errorText(failed) : undefined;
  const hasPhone = mapping.includes("phone");
  return (
    <div className="grid gap-5">
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
      {data ? (
        <>
          <ColumnMapping columns={data.columns} mapping={mapping} onChange={setChosen} />
          {hasPhone ? null : <Banner tone="warn" title={t("columns.needPhone")} />}
          <SheetOptions
            value={choices}
            columns={data.columns.map((column) => column.name).filter((name) => name !== "")}
            onChange={(change) => setChanges((before) => ({ ...before, ...change }))}
          />
        </>
      ) : error ? null : (
        <TableSkeleton label={t("common.loading")} rows={5} />
      )}
      <footer className="flex justify-end gap-2 border-line border-t pt-4">
        <Button onClick={onBack}>{t("common.back")}</Button>
        <Button
          variant="primary"
          disabled={!data || !hasPhone}
          busy={create.isPending}
          onClick={() =>
            data &&
            create.mutate({
              ...choices,
              access: spreadsheet.access,
              spreadsheetId: spreadsheet.spreadsheetId,
              path: spreadsheet.path,
              owner: "",
              notify: true,
              activeHours: { from: 0, to: 0 },
              writeBack: [],
              tab,
              headerRow: data.headerRow,
              mapping,
              stageId: 0,
            })
          }
        >
          {t("connect.create")}
        </Button>
      </footer>
    </div>
  );
}
