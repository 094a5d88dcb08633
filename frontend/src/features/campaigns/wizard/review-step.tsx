import { Send } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAudience, usePreviews } from "@/api/campaigns";
import type { CampaignInput } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { useNow } from "@/hooks/use-now";
import { useReasonText } from "@/i18n/reason";
import { dayAndTimeInText } from "@/lib/dates";
import { Phone } from "./phone-preview";

interface ReviewStepProps {
  input: CampaignInput;
  busy: boolean;
  onGo: (step: number) => void;
  onStart: () => void;
}

/** Everything once more, each part with its way back, and the number on the button. */
export function ReviewStep({ input, busy, onGo, onStart }: ReviewStepProps) {
  const { t } = useTranslation();
  const now = useNow();
  const reasonText = useReasonText();
  const { data: audience } = useAudience(input.tags, input.pace);
  const { data: previews } = usePreviews(input.body, input.tags);
  const [confirming, setConfirming] = useState(false);
  const total = audience?.total ?? 0;
  const { minGapSeconds, maxGapSeconds, perHour, perDay } = input.pace;
  const finish = audience ? dayAndTimeInText(audience.finishAt, now) : "";
  return (
    <>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
        <div className="grid content-start divide-y divide-line">
          <Part title={t("wizard.review.audience")} onEdit={() => onGo(0)}>
            <p className="font-semibold text-20 tabular-nums">
              {t("wizard.review.people", { count: total })}
            </p>
            <p className="mt-1 flex flex-wrap gap-1.5">
              {input.tags.map((tag) => (
                <Chip key={tag}>{tag}</Chip>
              ))}
            </p>
            {audience?.excluded.map(({ reason, count }) => (
              <p key={reason} className="mt-1 text-13 text-soft tabular-nums">
                {`${reasonText(reason)}: ${count.toLocaleString()}`}
              </p>
            ))}
          </Part>
          <Part title={t("wizard.review.pace")} onEdit={() => onGo(2)}>
            <p>
              {minGapSeconds === maxGapSeconds
                ? t("wizard.review.paceEven", { count: maxGapSeconds, hour: perHour, day: perDay })
                : t("wizard.review.paceText", {
                    min: minGapSeconds,
                    max: maxGapSeconds,
                    hour: perHour,
                    day: perDay,
                  })}
            </p>
            <p className="mt-1 text-soft">
              {t("wizard.finishAt")} <b className="font-semibold text-ink tabular-nums">{finish}</b>
            </p>
          </Part>
          {previews && previews.missingCount > 0 ? (
            <div className="pt-4">
              <Banner tone="warn" title={t("wizard.review.look")}>
                {t("wizard.missingCount", { count: previews.missingCount })}
              </Banner>
            </div>
          ) : null}
        </div>
        <div>
          <Part title={t("wizard.review.message")} onEdit={() => onGo(1)}>
            <Phone person={previews?.items[0]} empty={t("wizard.previewEmpty")} />
          </Part>
        </div>
      </div>
      <footer className="flex justify-end gap-2 border-line border-t pt-4">
        <Button onClick={() => onGo(2)}>{t("common.back")}</Button>
        <Button
          variant="primary"
          icon={<Send aria-hidden className="rtl:-scale-x-100" />}
          disabled={total === 0}
          busy={busy}
          onClick={() => setConfirming(true)}
        >
          {t("wizard.review.start", { count: total })}
        </Button>
      </footer>
      <AlertDialog
        open={confirming}
        onClose={() => setConfirming(false)}
        title={t("wizard.confirm.title", { count: total })}
        confirm={t("wizard.review.start", { count: total })}
        cancel={t("wizard.confirm.cancel")}
        busy={busy}
        onConfirm={() => {
          setConfirming(false);
          onStart();
        }}
      >
        <p>{t("wizard.confirm.body", { time: finish })}</p>
        <p>{t("wizard.confirm.freeze")}</p>
      </AlertDialog>
    </>
  );
}

function Part({ title, onEdit, children }: { title: string; onEdit: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="py-4 first:pt-0">
      <div className="mb-2 flex h-7 items-center">
        <h2 className="flex-1 font-medium text-13 text-soft">{title}</h2>
        <Button size="sm" variant="quiet" onClick={onEdit}>
          {t("common.edit")}
        </Button>
      </div>
      {children}
    </section>
  );
}
