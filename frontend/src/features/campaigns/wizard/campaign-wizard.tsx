import { ArrowLeft, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { emptyAudience } from "@/api/campaigns";
import { toBackendError } from "@/api/client";
import { useErrorText } from "@/api/error-text";
import type { CampaignInput } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Steps } from "@/components/ui/steps";
import { AudienceStep } from "./audience-step";
import { DeleteDraft } from "./delete-draft";
import { DraftStatus } from "./draft-status";
import { MessageStep } from "./message-step";
import { PaceStep } from "./pace-step";
import { ReachLine } from "./reach-panel";
import { ReviewStep } from "./review-step";
import { ScheduleStep } from "./schedule-step";
import { firstUnwritten } from "./steps";
import { useCampaignDraft } from "./use-campaign-draft";
import { WizardFooter } from "./wizard-footer";

const STEPS = ["audience", "message", "schedule", "pace", "review"] as const;
const LAST = STEPS.length - 1;

/** Audience, message, schedule, pace, review. The draft is kept all the while. */
export function CampaignWizard({ initial, campaignId }: { initial: CampaignInput; campaignId: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const draft = useCampaignDraft(initial, campaignId);
  const [step, setStep] = useState(0);
  const [deleting, setDeleting] = useState(false);
  const [insisted, setInsisted] = useState(false);
  const errorText = useErrorText();
  const { input, save, change } = draft;
  const named = input.name.trim() !== "";
  const ready =
    step === 0
      ? named && !emptyAudience(input.audience)
      : step === 1
        ? firstUnwritten(input.steps) < 0
        : true;
  // A refusal in the middle of a word is no news; one in the way of a step is.
  const problem =
    save.error && (insisted || toBackendError(save.error).code !== "invalid")
      ? errorText(save.error)
      : undefined;

  const warning = problem ? (
    <Banner tone="bad" title={problem.title} className="w-full">
      {problem.detail}
    </Banner>
  ) : null;

  const keptThen = (act: () => void) => {
    void draft.keep().then(
      () => {
        setInsisted(false);
        act();
      },
      () => setInsisted(true),
    );
  };
  const go = (to: number) => keptThen(() => setStep(to));
  const props = { input, onChange: change };

  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader
        title={input.name.trim() || (campaignId > 0 ? t("wizard.titleEdit") : t("wizard.titleNew"))}
        before={
          <IconButton
            label={t("wizard.later")}
            onClick={() => keptThen(() => navigate("/campaigns"))}
            className="-ms-2"
          >
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        }
        beside={<DraftStatus draft={draft} />}
      >
        <Steps
          label={t("wizard.steps")}
          steps={STEPS.map((each) => t(`wizard.step.${each}`))}
          current={step}
          reachable={named ? LAST : 0}
          onGo={go}
        />
        {draft.id > 0 ? (
          <IconButton label={t("campaigns.delete")} onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden />
          </IconButton>
        ) : null}
      </PageHeader>
      <Card className="mx-auto grid w-full max-w-280 gap-6">
        {step === 0 ? <AudienceStep {...props} /> : null}
        {step === 1 ? <MessageStep {...props} /> : null}
        {step === 2 ? <ScheduleStep {...props} /> : null}
        {step === 3 ? <PaceStep {...props} /> : null}
        {step === LAST ? warning : null}
        {step === LAST ? (
          <ReviewStep draft={draft} onGo={go} />
        ) : (
          <WizardFooter>
            {warning}
            {step === 0 ? <ReachLine input={input} /> : null}
            {step > 0 ? <Button onClick={() => go(step - 1)}>{t("common.back")}</Button> : null}
            <Button variant="primary" disabled={!ready} onClick={() => go(step + 1)}>
              {t("common.next")}
            </Button>
          </WizardFooter>
        )}
      </Card>
      {deleting ? (
        <DeleteDraft
          id={draft.id}
          name={input.name}
          onDelete={draft.forget}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </div>
  );
}
