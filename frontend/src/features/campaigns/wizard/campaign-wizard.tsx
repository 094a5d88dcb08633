import { ArrowLeft, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
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
import { MessageStep } from "./message-step";
import { PaceStep } from "./pace-step";
import { ReviewStep } from "./review-step";
import { useCampaignDraft } from "./use-campaign-draft";

const STEPS = ["audience", "message", "pace", "review"] as const;

/** Audience, message, pace, review. Moving between steps saves the draft. */
export function CampaignWizard({ initial, campaignId }: { initial: CampaignInput; campaignId: number }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const draft = useCampaignDraft(initial, campaignId);
  const [step, setStep] = useState(0);
  const [deleting, setDeleting] = useState(false);
  const errorText = useErrorText();
  const { input, save, start } = draft;
  const named = input.name.trim() !== "" && input.tags.length > 0;
  const written = input.body.trim() !== "";
  const reachable = !named ? 0 : !written ? 1 : 3;
  const problem = (save.error ?? start.error) ? errorText(save.error ?? start.error) : undefined;

  const go = (to: number) => {
    void draft.keep().then(
      () => setStep(to),
      () => undefined,
    );
  };
  const leave = () => {
    void draft.keep().then(
      () => navigate("/campaigns"),
      () => undefined,
    );
  };
  const launch = () => {
    void draft
      .keep()
      .then((id) => start.mutateAsync(id))
      .then(
        (campaign) => navigate(`/campaigns/${campaign.id}`),
        () => undefined,
      );
  };

  return (
    <div className="flex h-full flex-col gap-5 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader
        title={input.name.trim() || (campaignId > 0 ? t("wizard.titleEdit") : t("wizard.titleNew"))}
        before={
          <IconButton label={t("wizard.later")} onClick={leave} className="-ms-2">
            <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          </IconButton>
        }
        beside={
          draft.id > 0 ? (
            <span role="status" className="text-12 text-soft">
              {save.isPending ? t("wizard.saving") : draft.dirty ? null : t("wizard.saved")}
            </span>
          ) : null
        }
      >
        <Steps
          label={t("wizard.steps")}
          steps={STEPS.map((each) => t(`wizard.step.${each}`))}
          current={step}
          reachable={reachable}
          onGo={go}
        />
        {draft.id > 0 ? (
          <IconButton label={t("campaigns.delete")} onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden />
          </IconButton>
        ) : null}
      </PageHeader>
      <Card className="mx-auto grid w-full max-w-260 gap-6">
        {problem ? (
          <Banner tone="bad" title={problem.title}>
            {problem.detail}
          </Banner>
        ) : null}
        {step === 0 ? <AudienceStep input={input} onChange={draft.change} /> : null}
        {step === 1 ? <MessageStep input={input} onChange={draft.change} /> : null}
        {step === 2 ? <PaceStep input={input} onChange={draft.change} /> : null}
        {step === 3 ? (
          <ReviewStep input={input} busy={start.isPending || save.isPending} onGo={go} onStart={launch} />
        ) : (
          <footer className="flex justify-end gap-2 border-line border-t pt-4">
            {step > 0 ? <Button onClick={() => go(step - 1)}>{t("common.back")}</Button> : null}
            <Button
              variant="primary"
              disabled={reachable <= step}
              busy={save.isPending}
              onClick={() => go(step + 1)}
            >
              {t("common.next")}
            </Button>
          </footer>
        )}
      </Card>
      {deleting ? <DeleteDraft id={draft.id} name={input.name} onClose={() => setDeleting(false)} /> : null}
    </div>
  );
}
