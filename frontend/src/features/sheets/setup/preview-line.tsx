import { useTranslation } from "react-i18next";
import type { SheetPreview } from "@/api/types";

/** "312 rows: 290 new leads, 12 known, 4 repeated, 6 need a look". */
export function PreviewLine({ preview }: { preview: SheetPreview }) {
  const { t, i18n } = useTranslation();
  const parts = [
    t("sheetPreview.part.new", { count: preview.new }),
    ...(preview.known > 0 ? [t("sheetPreview.part.known", { count: preview.known })] : []),
    ...(preview.repeated > 0 ? [t("sheetPreview.part.repeated", { count: preview.repeated })] : []),
    ...(preview.rejected > 0 ? [t("sheetPreview.part.rejected", { count: preview.rejected })] : []),
  ];
  return (
    <span data-testid="preview-line" className="tabular-nums">
      {t("sheetPreview.line", {
        rows: t("sheetPreview.rows", { count: preview.total }),
        parts: new Intl.ListFormat(i18n.language, { type: "unit" }).format(parts),
      })}
    </span>
  );
}
