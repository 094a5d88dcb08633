import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ImportResult } from "@/api/types";
import { Button } from "@/components/ui/button";

interface ImportResultStepProps {
  result: ImportResult;
  onAgain: () => void;
  onLeads: () => void;
}

export function ImportResultStep({ result, onAgain, onLeads }: ImportResultStepProps) {
  const { t } = useTranslation();
  return (
    <div
      data-testid="import-result"
      className="grid min-h-72 place-content-center justify-items-center gap-2 text-center"
    >
      <CircleCheck aria-hidden className="size-12 text-good" strokeWidth={1.5} />
      <p className="mt-2 font-semibold text-20">{t("import.done", { count: result.created })}</p>
      <p className="text-soft">
        {t("import.doneBody", { updated: result.updated, rejected: result.rejected })}
      </p>
      <div className="mt-4 flex gap-2">
        <Button onClick={onAgain}>{t("import.again")}</Button>
        <Button variant="primary" onClick={onLeads}>
          {t("import.seeLeads")}
        </Button>
      </div>
    </div>
  );
}
