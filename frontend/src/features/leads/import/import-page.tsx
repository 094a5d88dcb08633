import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Steps } from "@/components/ui/steps";
import { ImportCheckStep } from "./import-check-step";
import { ImportColumnsStep } from "./import-columns-step";
import { ImportFileStep } from "./import-file-step";
import { ImportResultStep } from "./import-result-step";
import { type ImportStep, useImport } from "./use-import";

const STEPS: ImportStep[] = ["file", "columns", "check", "done"];

/** File, columns, check, done. Nothing is written before the last button of "check". */
export function ImportPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const flow = useImport();
  const { step, file, options, result } = flow;
  const at = STEPS.indexOf(step);
  const leave = () => {
    flow.restart();
    navigate("/leads");
  };
  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader
        title={t("import.title")}
        before={
          <IconButton label={t("common.back")} onClick={leave}>
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        }
      >
        <Steps
          label={t("import.steps")}
          steps={STEPS.map((each) => t(`import.step.${each}`))}
          current={at}
          {...(step === "columns" || step === "check"
            ? { onGo: (to: number) => (to === 0 ? flow.restart() : flow.setStep(STEPS[to] ?? step)) }
            : {})}
        />
      </PageHeader>
      <Card className="mx-auto w-full max-w-260">
        {step === "file" ? <ImportFileStep stage={flow.stage} /> : null}
        {step === "columns" && file && options ? (
          <ImportColumnsStep
            file={file}
            options={options}
            onChange={flow.change}
            onReread={flow.reread}
            onBack={flow.restart}
            onNext={() => flow.setStep("check")}
          />
        ) : null}
        {step === "check" && file && options ? (
          <ImportCheckStep
            token={file.token}
            options={options}
            busy={flow.commit.isPending}
            onChange={flow.change}
            onBack={() => flow.setStep("columns")}
            onRun={() => flow.commit.mutate({ token: file.token, choices: options })}
          />
        ) : null}
        {step === "done" && result ? (
          <ImportResultStep result={result} onAgain={flow.restart} onLeads={() => navigate("/leads")} />
        ) : null}
      </Card>
    </div>
  );
}
