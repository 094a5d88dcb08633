import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useStages } from "@/api/leads";
import { useGoogle } from "@/api/sheets";
import type { Sheet } from "@/api/types";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useIntervals } from "./setup/use-intervals";
import { useWayText } from "./way-text";

/** What was chosen for a sheet, in a few lines, and the way to change it. */
export function SheetSetup({ sheet }: { sheet: Sheet }) {
  const { t, i18n } = useTranslation();
  const wayText = useWayText();
  const { data: google } = useGoogle();
  const { data: stages = [] } = useStages();
  const interval = useIntervals(sheet.intervalMinutes).find(({ value }) => value === sheet.intervalMinutes);
  const list = (parts: string[]) => new Intl.ListFormat(i18n.language, { type: "unit" }).format(parts);
  const columns = sheet.mapping.flatMap((field, index) =>
    field === ""
      ? []
      : [
          t("sheets.fieldsLine", {
            column: sheet.header[index] ?? "",
            field: t(`columns.field.${field}`),
          }),
        ],
  );
  const stage = stages.find(({ id }) => id === sheet.stageId)?.name;
  const given = [
    ...(stage ? [t("sheets.setup.stage", { stage })] : []),
    ...(sheet.owner === "" ? [] : [t("sheets.setup.owner", { owner: sheet.owner })]),
    ...(sheet.tags.length === 0 ? [] : [t("sheets.setup.tags", { tags: list(sheet.tags) })]),
  ];
  const written = sheet.writeBack.map(({ field, column }) =>
    t("sheets.setup.writeLine", { field: t(`writeBack.field.${field}`), column }),
  );
  const { from, to } = sheet.activeHours;
  return (
    <Card aria-label={t("sheets.setup.title")}>
      <div className="mb-3 flex items-center gap-3">
        <h2 className="flex-1 font-semibold">{t("sheets.setup.title")}</h2>
        <Link href={`/sheets/${sheet.id}/edit`} className={buttonClass("secondary", "sm")}>
          <Pencil aria-hidden />
          {t("sheets.edit")}
        </Link>
      </div>
      <dl className="grid grid-cols-[144px_minmax(0,1fr)] gap-x-3 gap-y-2 text-13">
        {sheet.access === "file" ? (
          <Line label={t("sheets.setup.file")}>
            <bdi dir="ltr" data-selectable className="break-all">
              {sheet.path}
            </bdi>
          </Line>
        ) : (
          <Line label={t("sheets.setup.way")}>{wayText(sheet.access, google?.email ?? "")}</Line>
        )}
        <Line label={t("sheets.setup.columns")}>{list(columns)}</Line>
        <Line label={t("sheets.setup.key")}>{sheet.keyColumn || t("connect.keyPhone")}</Line>
        <Line label={t("sheets.setup.leads")}>{list(given)}</Line>
        <Line label={t("sheets.setup.every")}>{interval?.label}</Line>
        <Line label={t("sheets.setup.hours")}>
          {from === to ? t("sheets.setup.always") : `${clock(from)} – ${clock(to)}`}
        </Line>
        <Line label={t("sheets.setup.notify")}>
          {sheet.notify ? t("sheets.setup.yes") : t("sheets.setup.no")}
        </Line>
        <Line label={t("sheets.setup.writeBack")}>
          {written.length === 0 ? t("sheets.setup.nothing") : list(written)}
        </Line>
      </dl>
    </Card>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function clock(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
