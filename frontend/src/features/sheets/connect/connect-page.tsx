import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useServiceAccount } from "@/api/sheets";
import type { Spreadsheet } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { Steps } from "@/components/ui/steps";
import { AccessStep } from "./access-step";
import { ConnectColumnsStep } from "./connect-columns-step";
import { LinkStep } from "./link-step";

const STEPS = ["access", "sheet", "columns"] as const;

/** Access, sheet, columns. With access given once, it begins at the sheet. */
export function ConnectPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data: account } = useServiceAccount();
  const [chosen, setChosen] = useState<number | null>(null);
  const [sheet, setSheet] = useState<{ spreadsheet: Spreadsheet; tab: string } | null>(null);
  const email = account?.email ?? "";
  const step = chosen ?? (email === "" ? 0 : 1);
  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto px-8 py-6 max-[900px]:px-4">
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
          current={step}
          reachable={email === "" ? 0 : sheet ? 2 : 1}
          onGo={setChosen}
        />
      </PageHeader>
      <Card className="mx-auto w-full max-w-260">
        {account ? null : <TableSkeleton label={t("common.loading")} rows={3} />}
        {account && step === 0 ? <AccessStep email={email} onNext={() => setChosen(1)} /> : null}
        {account && step === 1 ? (
          <LinkStep
            email={email}
            onBack={() => setChosen(0)}
            onNext={(spreadsheet, tab) => {
              setSheet({ spreadsheet, tab });
              setChosen(2);
            }}
          />
        ) : null}
        {step === 2 && sheet ? (
          <ConnectColumnsStep {...sheet} onBack={() => setChosen(1)} onDone={() => navigate("/sheets")} />
        ) : null}
      </Card>
    </div>
  );
}
