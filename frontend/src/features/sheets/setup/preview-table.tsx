import { useTranslation } from "react-i18next";
import type { SheetPreviewRow } from "@/api/types";
import { Chip, type Tone } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useReasonText } from "@/i18n/reason";

const TONES: Record<SheetPreviewRow["status"], Tone> = {
  new: "good",
  known: "info",
  repeated: "plain",
  rejected: "warn",
};

export function PreviewTable({ rows }: { rows: SheetPreviewRow[] }) {
  const { t } = useTranslation();
  const head = "py-2 pe-3 text-start font-semibold";
  return (
    <table className="w-full table-fixed text-13">
      <thead>
        <tr className="border-line border-b text-12 text-soft">
          <th className={`${head} w-12`}>{t("sheetPreview.row")}</th>
          <th className={`${head} w-30`}>{t("sheetPreview.result")}</th>
          <th className={head}>{t("sheetPreview.name")}</th>
          <th className={`${head} w-40`}>{t("sheetPreview.phone")}</th>
          <th className={head}>{t("sheetPreview.details")}</th>
          <th className={`${head} w-28`}>{t("sheetPreview.stage")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.row} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row }: { row: SheetPreviewRow }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const rejected = row.status === "rejected";
  const custom = Object.entries(row.custom).map(([title, value]) =>
    t("sheetPreview.custom", { title, value }),
  );
  const details = [row.email, row.company, row.owner, ...row.tags, row.note, ...custom].filter(Boolean);
  const reason = reasonText(row.reason);
  const trouble = row.value === "" ? reason : t("sheetPreview.inCell", { reason, value: row.value });
  const hint =
    row.status === "known"
      ? t("sheetPreview.knownHint")
      : row.status === "repeated"
        ? t("sheetPreview.repeatedHint")
        : undefined;
  return (
    <tr data-testid="preview-row" className="border-line border-b last:border-0 [&>td]:py-2 [&>td]:pe-3">
      <td className="text-soft tabular-nums">{row.row}</td>
      <td>
        <span title={hint}>
          <Chip tone={TONES[row.status]}>{t(`sheetPreview.status.${row.status}`)}</Chip>
        </span>
      </td>
      <td className="truncate font-medium">
        <bdi>{row.name}</bdi>
        {row.name === "" ? <span className="font-normal text-faint">{t("sheetPreview.noName")}</span> : null}
      </td>
      {rejected ? (
        <td colSpan={3} className="truncate text-warn" title={trouble}>
          <bdi>{trouble}</bdi>
        </td>
      ) : (
        <>
          <td className="truncate">{row.phone ? <PhoneNumber value={row.phone} /> : "–"}</td>
          <td className="truncate text-soft" title={details.join(" · ")}>
            <bdi>{details.join(" · ") || "–"}</bdi>
          </td>
          <td className="truncate">
            <bdi>{row.stage}</bdi>
          </td>
        </>
      )}
    </tr>
  );
}
