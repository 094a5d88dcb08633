import { FileSpreadsheet } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ImportFile, ImportOptions } from "@/api/types";
import { ColumnMapping } from "@/components/column-mapping";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ReadOptions } from "./read-options";

interface ImportColumnsStepProps {
  file: ImportFile;
  options: ImportOptions;
  onChange: (change: Partial<ImportOptions>) => void;
  onReread: (change: Partial<Pick<ImportOptions, "tab" | "encoding" | "delimiter">>) => void;
  onBack: () => void;
  onNext: () => void;
}

export function ImportColumnsStep({
  file,
  options,
  onChange,
  onReread,
  onBack,
  onNext,
}: ImportColumnsStepProps) {
  const { t } = useTranslation();
  const hasPhone = options.mapping.includes("phone");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <FileSpreadsheet aria-hidden className="size-5 text-accent" />
        <b dir="auto" className="font-semibold">
          {file.fileName}
        </b>
        <span className="text-soft tabular-nums">{t("import.rows", { count: file.rowCount })}</span>
        <Button size="sm" variant="quiet" onClick={onBack}>
          {t("import.another")}
        </Button>
      </div>
      <ReadOptions file={file} onReread={onReread} />
      <p className="text-soft">{t("import.columnsHint")}</p>
      <ColumnMapping
        columns={file.columns}
        mapping={options.mapping}
        onChange={(mapping) => onChange({ mapping })}
      />
      {hasPhone ? null : <Banner tone="warn" title={t("columns.needPhone")} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onBack}>{t("common.back")}</Button>
        <Button variant="primary" disabled={!hasPhone} onClick={onNext}>
          {t("common.next")}
        </Button>
      </div>
    </div>
  );
}
