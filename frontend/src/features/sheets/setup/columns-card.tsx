import { useTranslation } from "react-i18next";
import type { SheetTab } from "@/api/types";
import { ColumnMapping } from "@/components/column-mapping";
import { CountrySelect } from "@/components/country-select";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { RefusalBanner } from "../refusal/refusal-banner";
import { useRefusal } from "../refusal/use-refusal";
import type { SheetDraft } from "./use-sheet-draft";

const MAX_ROW = 1000;

/** Which tab and titles, and what the columns mean. */
export function ColumnsCard({ draft, tabs }: { draft: SheetDraft; tabs: SheetTab[] }) {
  const { t } = useTranslation();
  const refusalOf = useRefusal();
  const { data, error, isFetching, refetch } = draft.columns;
  const failed = error ? refusalOf(error) : undefined;
  const noHeader = failed?.reason === "no_header";
  return (
    <Card className="grid gap-5">
      <div className="grid grid-cols-[1fr_auto_1fr] gap-4 max-[1000px]:grid-cols-2">
        <Field label={t("connect.tab")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("connect.tab")}
              value={draft.tab}
              options={tabs.map(({ title }) => ({ value: title, label: title }))}
              onChange={draft.setTab}
            />
          )}
        </Field>
        <Field
          label={t("connect.headerRow")}
          hint={t("connect.headerRowHint")}
          error={noHeader ? t("connect.noHeader") : undefined}
          className="max-w-60"
        >
          {({ id }) => (
            <NumberField
              id={id}
              label={t("connect.headerRow")}
              lessLabel={t("common.decrease")}
              moreLabel={t("common.increase")}
              min={1}
              max={MAX_ROW}
              value={draft.headerRow}
              invalid={noHeader}
              onChange={draft.setHeaderRow}
            />
          )}
        </Field>
        <Field label={t("country.label")}>
          {({ id }) => (
            <CountrySelect
              id={id}
              value={draft.choices.defaultCountry}
              onChange={(defaultCountry) => draft.change({ defaultCountry })}
            />
          )}
        </Field>
      </div>
      {failed && !noHeader ? <RefusalBanner {...failed} can={{ retry: () => void refetch() }} /> : null}
      {data ? (
        <div className={cn("grid gap-4 transition-opacity", isFetching && "opacity-60")}>
          <div>
            <h2 className="font-semibold">{t("connect.columnsTitle")}</h2>
            <p className="text-13 text-soft">{t("connect.columnsHint")}</p>
          </div>
          <ColumnMapping columns={data.columns} mapping={draft.mapping} onChange={draft.setMapping} />
          {draft.hasPhone ? null : <Banner tone="warn" title={t("columns.needPhone")} />}
          <Field label={t("connect.key")} hint={t("connect.keyHint")} className="max-w-90">
            {(props) => (
              <Select
                {...props}
                label={t("connect.key")}
                value={draft.choices.keyColumn}
                options={[
                  { value: "", label: t("connect.keyPhone") },
                  ...draft.titles.map((title) => ({ value: title, label: title })),
                ]}
                onChange={(keyColumn) => draft.change({ keyColumn })}
              />
            )}
          </Field>
        </div>
      ) : error ? null : (
        <TableSkeleton label={t("common.loading")} rows={5} />
      )}
    </Card>
  );
}
