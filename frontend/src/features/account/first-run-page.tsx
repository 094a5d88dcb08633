import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { keys } from "@/api/keys";
import { settingsApi } from "@/api/settings";
import { useSystem } from "@/api/system";
import type { Settings, SettingsUpdate } from "@/api/types";
import { DemoMark } from "@/components/demo-mark";
import { Steps } from "@/components/ui/steps";
import { LinkStep } from "./first-run/link-step";
import { NoticeStep } from "./first-run/notice-step";
import { NumbersStep } from "./first-run/numbers-step";
import { ReadyStep } from "./first-run/ready-step";
import { WelcomeStep } from "./first-run/welcome-step";

const STEPS = ["welcome", "notice", "numbers", "link", "ready"] as const;

/** The first minutes: what this is, its risk, the country, the link. */
export function FirstRunPage({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [step, setStep] = useState(0);
  const { data: system } = useSystem();
  const update = useMutation({
    mutationFn: (change: SettingsUpdate) => settingsApi.update(change),
    onSuccess: (saved) => client.setQueryData(keys.settings, saved),
  });
  const next = () => setStep((before) => before + 1);
  const save = (change: SettingsUpdate) => update.mutate(change, { onSuccess: next });
  const finish = () => {
    navigate("/inbox");
    update.mutate({ onboarded: true });
  };
  return (
    <div className="grid h-full grid-rows-[auto_1fr] overflow-y-auto">
      <div className="flex flex-col items-center gap-4 px-6 pt-8">
        {system?.simulated ? <DemoMark /> : null}
        <Steps
          label={t("setup.steps")}
          steps={STEPS.map((each) => t(`setup.step.${each}`))}
          current={step}
          {...(step < 4 ? { onGo: setStep } : {})}
        />
      </div>
      <main className="mx-auto grid w-full max-w-180 content-center px-6 py-8">
        <section className="rounded-lg border border-line bg-surface p-8 shadow-float">
          {step === 0 ? <WelcomeStep onNext={next} /> : null}
          {step === 1 ? (
            <NoticeStep
              accepted={settings.riskAcceptedAt > 0}
              busy={update.isPending}
              onAccept={() => save({ acceptRisk: true })}
            />
          ) : null}
          {step === 2 ? (
            <NumbersStep
              country={settings.defaultCountry}
              busy={update.isPending}
              onNext={(defaultCountry) => save({ defaultCountry })}
            />
          ) : null}
          {step === 3 ? <LinkStep onDone={next} /> : null}
          {step === 4 ? <ReadyStep onGo={finish} /> : null}
        </section>
      </main>
    </div>
  );
}
