import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { demoApi } from "@/api/demo";
import { useErrorText } from "@/api/error-text";
import { useSystem } from "@/api/system";
import type { ImportFile } from "@/api/types";
import { PasteCells } from "@/components/paste-cells";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";

interface ImportFileStepProps {
  stage: UseMutationResult<ImportFile, Error, File>;
}

export function ImportFileStep({ stage }: ImportFileStepProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data: system } = useSystem();
  const [pasting, setPasting] = useState(false);
  const sample = async () => {
    const text = await demoApi.sampleCSV();
    stage.mutate(new File([text], "sample-leads.csv", { type: "text/csv" }));
  };
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
        className="min-h-60"
      />
      {pasting ? (
        <PasteCells busy={stage.isPending} onFile={(file) => stage.mutate(file)} />
      ) : (
        <Button variant="quiet" onClick={() => setPasting(true)} className="justify-self-center">
          {t("paste.title")}
        </Button>
      )}
      {system?.demo ? (
        <Button variant="quiet" onClick={() => void sample()} className="justify-self-center">
          {t("import.sample")}
        </Button>
      ) : null}
    </div>
  );
}
