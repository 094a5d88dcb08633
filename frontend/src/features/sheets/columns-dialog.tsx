import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { sheetsApi, useSheetColumns } from "@/api/sheets";
import type { IntakeField, Sheet } from "@/api/types";
import { ColumnMapping } from "@/components/column-mapping";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TableSkeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";

/** After the titles of a sheet have changed: what the columns mean now, and on it goes. */
export function ColumnsDialog({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { data, error } = useSheetColumns(sheet, sheet.tab, 0, sheet.defaultCountry);
  const [chosen, setChosen] = useState<IntakeField[] | null>(null);
  const mapping = chosen ?? data?.columns.map((column) => column.guess) ?? [];
  const save = useMutation({
    mutationFn: async (headerRow: number) => {
      await sheetsApi.update(sheet.id, { mapping, headerRow });
      return sheetsApi.resume(sheet.id);
    },
    onSuccess: () => {
      showToast({ title: t("connect.saved") });
      onClose();
      return client.invalidateQueries({ queryKey: keys.sheets });
    },
  });
  return (
    <Dialog
      open
      size="lg"
      keepOnOutsideClick
      onClose={onClose}
      title={t("sheets.columns")}
      closeLabel={t("common.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            variant="primary"
            disabled={!data || !mapping.includes("phone")}
            busy={save.isPending}
            onClick={() => data && save.mutate(data.headerRow)}
          >
            {t("common.save")}
          </Button>
        </>
      }
    >
      {error ? (
        <Banner tone="bad" title={errorText(error).title}>
          {errorText(error).detail}
        </Banner>
      ) : null}
      {data ? (
        <ColumnMapping columns={data.columns} mapping={mapping} onChange={setChosen} />
      ) : error ? null : (
        <TableSkeleton label={t("common.loading")} rows={4} />
      )}
    </Dialog>
  );
}
