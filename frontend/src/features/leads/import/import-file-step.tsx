import type { UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import type { ImportFile } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { FileDrop } from "@/components/ui/file-drop";

interface ImportFileStepProps {
  stage: UseMutationResult<ImportFile, Error, File>;
}

export function ImportFileStep({ stage }: ImportFileStepProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const problem = stage.error ? errorText(stage.error) : undefined;
  return (
    <div className="grid gap-4">
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
      <FileDrop
        accept=".csv,.tsv,.txt,.xlsx"
        title={stage.isPending ? t("import.reading") : t("import.drop")}
        hint={t("import.formats")}
        busy={stage.isPending}
        onFile={(file) => stage.mutate(file)}
        className="min-h-72"
      />
    </div>
  );
}
