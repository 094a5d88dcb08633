import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { Card } from "@/components/ui/card";
import { WhatsAppText } from "@/components/whatsapp-text";
import { useAudienceText } from "./audience-text";
import { AttachmentBubble } from "./message/attachment-view";
import { letterOf } from "./outcome";

/** What will go out and to whom, of a campaign that waits for its time. */
export function CampaignPlan({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const audienceText = useAudienceText();
  const { steps } = campaign;
  return (
    <Card className="grid max-w-180 shrink-0 gap-5">
      <section className="grid gap-1">
        <h2 className="font-semibold text-13">{t("campaign.plan.who")}</h2>
        <p>{audienceText(campaign.audience)}</p>
      </section>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message is known by its place
        <section key={at} className="grid gap-2">
          <h2 className="font-semibold text-13">
            {steps.length > 1
              ? t("campaign.stepOf", { at: at + 1, count: steps.length })
              : t("campaign.plan.message")}
          </h2>
          {step.variants.map(({ body, attachment }, variant) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: so is a wording
            <div key={variant} className="grid justify-items-start gap-1">
              {step.variants.length > 1 ? (
                <span className="text-12 text-soft">
                  {t("campaign.variantName", { letter: letterOf(variant) })}
                </span>
              ) : null}
              <div className="grid max-w-90 gap-1.5 rounded-lg rounded-ss-xs bg-mine p-1.5">
                {attachment ? <AttachmentBubble attachment={attachment} /> : null}
                {body.trim() !== "" ? (
                  <div dir="auto" className="px-1.5 py-0.5">
                    <WhatsAppText text={body} />
                  </div>
                ) : null}
              </div>
            </div>
          ))}
        </section>
      ))}
    </Card>
  );
}
