import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useSettings } from "@/api/settings";
import type { Spreadsheet } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { IconButton } from "@/components/ui/icon-button";
import { Steps } from "@/components/ui/steps";
import { ConnectSetup } from "./connect-setup";
import { SheetStep } from "./sheet-step";

const STEPS = ["sheet", "columns", "rules"] as const;

type Step = (typeof STEPS)[number];

/** A link, what its columns mean, what becomes of its rows. */
export function ConnectPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: settings } = useSettings();
  const [found, setFound] = useState<Spreadsheet | null>(null);
  const [step, setStep] = useState<Step>("sheet");
  const at = STEPS.indexOf(step);
  return (
    <div className="flex h-full flex-col gap-5 pt-6">
      <div className="shrink-0 px-8 max-[900px]:px-4">
        <PageHeader
          title={t("connect.title")}
          before={
            <IconButton label={t("common.back")} onClick={() => navigate("/sheets")} className="-ms-2">
              <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
          }
        >
          <Steps
            label={t("connect.steps")}
            steps={STEPS.map((each) => t(`connect.step.${each}`))}
            current={at}
            reachable={found ? Math.max(at, 1) : 0}
            onGo={(to) => setStep(STEPS[to] ?? step)}
          />
        </PageHeader>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-8 pb-6 max-[900px]:px-4" hidden={step !== "sheet"}>
        <div className="mx-auto max-w-260">
          <SheetStep found={found} onFound={setFound} onNext={() => setStep("columns")} />
        </div>
      </div>
      {found ? (
        <div className="flex min-h-0 flex-1 flex-col" hidden={step === "sheet"}>
          <ConnectSetup
            key={`${found.access} ${found.spreadsheetId} ${found.path} ${found.gid ?? ""}`}
            spreadsheet={found}
            defaultCountry={settings?.defaultCountry ?? ""}
            step={step === "rules" ? "rules" : "columns"}
            onStep={setStep}
          />
        </div>
      ) : null}
    </div>
  );
}
