import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import type { Sheet } from "@/api/types";
import { sheetLink } from "./sheet-link";

/** A row's number that opens the row in the browser; of a file it is only the number. */
export function RowLink({ sheet, row }: { sheet: Sheet; row: number }) {
  const { t } = useTranslation();
  const text = t("problems.row", { row });
  const link = sheetLink(sheet, row);
  if (link === "") return <span className="text-soft tabular-nums">{text}</span>;
  return (
    <button
      type="button"
      aria-label={t("sheets.openRow", { row })}
      title={t("sheets.openRow", { row })}
      onClick={() => void systemApi.openLink(link)}
      className="inline-flex items-center gap-1 whitespace-nowrap rounded-sm text-accent tabular-nums hover:underline"
    >
      {text}
      <ExternalLink aria-hidden className="size-3" />
    </button>
  );
}
