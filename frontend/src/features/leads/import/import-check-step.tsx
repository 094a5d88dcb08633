import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { useImportPreview } from "@/api/imports";
import { useStages, useTags } from "@/api/leads";
import type { ImportOptions } from "@/api/types";
import { CountrySelect } from "@/components/country-select";
import { RowProblems } from "@/components/row-problems";
import { TagField } from "@/components/tag-field";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { ImportCounts } from "./import-counts";
import { ImportSampleTable } from "./import-sample-table";

interface ImportCheckStepProps {
  token: string;
  options: ImportOptions;
  busy: boolean;
  onChange: (change: Partial<ImportOptions>) => void;
  onBack: () => void;
  onRun: () => void;
}

/** What would happen, before it does: counts, problems by cause, the first rows. */
export function ImportCheckStep({ token, options, busy, onChange, onBack, onRun }: ImportCheckStepProps) {
  const { t } = useTranslation();
  const { data: stages = [] } = useStages();
  const { data: known = [] } = useTags();
  const preview = useImportPreview(token, options, true);
  const errorText = useErrorText();
  const people = (preview.data?.newLeads ?? 0) + (preview.data?.existing ?? 0);
  const problem = preview.error ? errorText(preview.error) : undefined;
  return (
    <div className="grid gap-5">
      <div className="grid grid-cols-3 gap-4 max-[900px]:grid-cols-1">
        <Field label={t("country.label")} hint={t("import.countryHint")}>
          {(props) => (
            <CountrySelect
              {...props}
              value={options.defaultCountry}
              onChange={(defaultCountry) => onChange({ defaultCountry })}
            />
          )}
        </Field>
        <Field label={t("import.tagsLabel")}>
          {({ id }) => (
            <TagField
              id={id}
              label={t("import.tagsLabel")}
              value={options.tags}
              known={known.map((tag) => tag.name)}
              onChange={(tags) => onChange({ tags })}
            />
          )}
        </Field>
        <Field label={t("import.stage")}>
          {({ id }) => (
            <Select
              id={id}
              label={t("import.stage")}
              value={options.stageId}
              options={[
                { value: 0, label: t("import.firstStage") },
                ...stages.map((stage) => ({ value: stage.id, label: stage.name })),
              ]}
              onChange={(stageId) => onChange({ stageId })}
            />
          )}
        </Field>
      </div>
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
      {preview.data ? (
        <div className={cn("grid gap-5 transition-opacity", preview.isFetching && "opacity-60")}>
          <ImportCounts preview={preview.data} />
          <p className="text-13 text-soft">{t("import.existingHint")}</p>
          <div className="grid grid-cols-[3fr_2fr] gap-6 max-[1000px]:grid-cols-1">
            <section className="grid content-start gap-2">
              <h2 className="font-semibold">{t("import.preview")}</h2>
              <ImportSampleTable sample={preview.data.sample} />
            </section>
            <section className="grid content-start gap-2">
              <h2 className="font-semibold">{t("import.problems")}</h2>
              {preview.data.problems.length > 0 ? (
                <RowProblems groups={preview.data.problems} />
              ) : (
                <p className="text-soft">{t("import.noProblems")}</p>
              )}
            </section>
          </div>
        </div>
      ) : problem ? null : (
        <TableSkeleton label={t("common.loading")} rows={5} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onBack}>{t("common.back")}</Button>
        <Button variant="primary" busy={busy} disabled={people === 0 || preview.isFetching} onClick={onRun}>
          {busy
            ? t("import.running")
            : people === 0
              ? t("import.nothingNew")
              : t("import.run", { count: people })}
        </Button>
      </div>
    </div>
  );
}
