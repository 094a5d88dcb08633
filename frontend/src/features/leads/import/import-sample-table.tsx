import { useTranslation } from "react-i18next";
import type { ImportSample } from "@/api/types";
import { Chip, type Tone } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useReasonText } from "@/i18n/reason";

const TONES: Record<ImportSample["status"], Tone> = {
  new: "good",
  existing: "plain",
  duplicate: "plain",
  rejected: "warn",
};

/** The first rows: what the cell holds, what number it became. */
export function ImportSampleTable({ sample }: { sample: ImportSample[] }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const head = "py-2 pe-3 text-start font-semibold";
  return (
    <table className="w-full table-fixed text-13">
      <thead>
        <tr className="border-line border-b text-12 text-soft">
          <th className={`${head} w-12`}>{t("import.previewColumn.row")}</th>
          <th className={head}>{t("import.previewColumn.name")}</th>
          <th className={head}>{t("import.previewColumn.original")}</th>
          <th className={`${head} w-40`}>{t("import.previewColumn.phone")}</th>
          <th className={`${head} w-30`}>{t("import.previewColumn.result")}</th>
        </tr>
      </thead>
      <tbody>
        {sample.slice(0, 8).map((row) => (
          <tr key={row.row} className="border-line border-b last:border-0 [&>td]:py-2 [&>td]:pe-3">
            <td className="text-soft tabular-nums">{row.row}</td>
            <td dir="auto" className="truncate text-start">
              {row.name || "–"}
            </td>
            <td dir="auto" className="truncate text-start text-soft">
              {row.original || "–"}
            </td>
            <td className="truncate">{row.phone ? <PhoneNumber value={row.phone} /> : "–"}</td>
            <td>
              <span title={row.reason ? reasonText(row.reason) : undefined}>
                <Chip tone={TONES[row.status]}>{t(`import.status.${row.status}`)}</Chip>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
