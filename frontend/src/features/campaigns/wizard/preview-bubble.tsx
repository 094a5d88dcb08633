import { useTranslation } from "react-i18next";
import { emptyAudience, usePreviews } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { CampaignInput, Variant } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { WhatsAppText } from "@/components/whatsapp-text";
import { AttachmentBubble } from "../message/attachment-view";

interface PreviewProps {
  variant: Variant;
  input: CampaignInput;
  /** Which of the first people. */
  at: number;
}

/** A message as one person gets it; while nobody is chosen, as it is written. */
export function PreviewBubble({ variant, input, at }: PreviewProps) {
  const { t } = useTranslation();
  const { data, error } = usePreviews(variant.body, input);
  const chosen = !error && !emptyAudience(input.audience);
  const text = (chosen ? data?.items[at]?.text : undefined) ?? variant.body;
  if (variant.body.trim() === "" && !variant.attachment)
    return <p className="self-center py-8 text-13 text-soft">{t("wizard.previewEmpty")}</p>;
  return (
    <div className="grid max-w-[92%] gap-1.5 self-end rounded-lg rounded-se-xs bg-mine p-1.5">
      {variant.attachment ? <AttachmentBubble attachment={variant.attachment} /> : null}
      {variant.body.trim() !== "" ? (
        <div dir="auto" data-testid="preview-text" className="px-1.5 py-0.5">
          <WhatsAppText text={text} />
        </div>
      ) : null}
    </div>
  );
}

/** What is wrong with a message, and who lacks something that it needs. */
export function PreviewNotes({ variant, input, at }: PreviewProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data, error } = usePreviews(variant.body, input);
  const person = data?.items[at];
  if (error) return <Banner tone="bad" title={errorText(error).detail ?? errorText(error).title} />;
  if (!data || data.missingCount === 0 || variant.body.trim() === "") return null;
  return (
    <Banner tone="warn" title={t("wizard.missingCount", { count: data.missingCount })}>
      {person && person.missing.length > 0
        ? t("wizard.missing", {
            name: person.name || person.phoneDisplay,
            fields: person.missing.join(", "),
          })
        : null}
    </Banner>
  );
}
