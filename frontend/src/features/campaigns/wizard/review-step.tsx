import { CalendarClock, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import { useCampaign } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { dayAndTimeInText } from "@/lib/dates";
import { PhonePreview } from "./phone-preview";
import { AudiencePart, MessagePart, PacePart, SchedulePart } from "./review-parts";
import { pointsOf } from "./review-points";
import { ReviewPointsList } from "./review-points-list";
import { timesOf } from "./schedule-times";
import { SendTest } from "./send-test";
import { StartDialog } from "./start-dialog";
import type { CampaignDraft } from "./use-campaign-draft";
import { usePreviewPerson } from "./use-preview-person";
import { useSettledReach } from "./use-settled-reach";
import { WizardFooter } from "./wizard-footer";

interface ReviewStepProps {
  draft: CampaignDraft;
  onGo: (step: number) => void;
}

/** Everything once more, each part with its way back, and the number on the button. */
export function ReviewStep({ draft, onGo }: ReviewStepProps) {
  const { t } = useTranslation();
  const now = useNow();
  const errorText = useErrorText();
  const { input } = draft;
  const { data: reach, error } = useSettledReach(input);
  const { data: detail } = useCampaign(draft.id);
  const { data: account } = useAccount();
  const preview = usePreviewPerson(input);
  const [variant, setVariant] = useState(0);
  const [confirming, setConfirming] = useState(false);
  const tested = detail?.tested ?? false;
  const points = pointsOf({ input, reach, tested, link: account?.state, now });
  const blocked = points.some(({ blocking }) => blocking);
  const { start } = timesOf(input.schedule);
  const when = start === undefined ? "" : dayAndTimeInText(start, now);
  const word = when
    ? t("wizard.review.schedule", { time: when })
    : t("wizard.review.start", { count: reach?.total ?? 0 });
  return (
    <>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
        <div className="grid content-start">
          {error ? (
            <Banner tone="bad" title={errorText(error).title} className="mb-4">
              {errorText(error).detail}
            </Banner>
          ) : null}
          <ReviewPointsList points={points} onGo={onGo} />
          <div className="grid divide-y divide-line">
            <AudiencePart input={input} reach={reach} onEdit={() => onGo(0)} />
            <MessagePart input={input} tested={tested} onEdit={() => onGo(1)} />
            <SchedulePart input={input} onEdit={() => onGo(2)} />
            <PacePart input={input} reach={reach} onEdit={() => onGo(3)} />
          </div>
        </div>
        <div className="sticky top-0 grid content-start gap-4 self-start max-[900px]:static">
          <PhonePreview input={input} variant={variant} preview={preview} />
          <SendTest
            draft={draft}
            tested={tested}
            leadId={preview.person?.leadId ?? 0}
            variant={variant}
            onVariant={setVariant}
          />
        </div>
      </div>
      <WizardFooter>
        <Button onClick={() => onGo(3)}>{t("common.back")}</Button>
        <Button
          variant="primary"
          icon={when ? <CalendarClock aria-hidden /> : <Send aria-hidden className="rtl:-scale-x-100" />}
          disabled={!reach || blocked || error !== null}
          onClick={() => setConfirming(true)}
        >
          {word}
        </Button>
      </WizardFooter>
      {confirming && reach ? (
        <StartDialog
          draft={draft}
          reach={reach}
          when={when}
          confirm={word}
          onClose={() => setConfirming(false)}
        />
      ) : null}
    </>
  );
}
