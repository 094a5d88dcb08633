import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CampaignInput } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { IconButton } from "@/components/ui/icon-button";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useDebounced } from "@/hooks/use-debounced";
import { spanInWords } from "@/lib/dates";
import { PreviewBubble, PreviewNotes } from "./preview-bubble";
import { variantOf } from "./steps";
import type { PreviewPerson } from "./use-preview-person";

interface PhonePreviewProps {
  input: CampaignInput;
  variant: number;
  preview: PreviewPerson;
}

/** All messages on the phones of real people of the audience, one after the other. */
export function PhonePreview({ input, variant, preview }: PhonePreviewProps) {
  const { t } = useTranslation();
  const settled = useDebounced(input, 200);
  const { at, count, person, turn } = preview;
  return (
    <section
      aria-label={t("wizard.preview")}
      className="sticky top-0 grid content-start gap-3 self-start max-[900px]:static"
    >
      <div className="flex h-7 items-center gap-1">
        <h2 className="flex-1 font-medium text-13">{t("wizard.preview")}</h2>
        {count > 1 ? (
          <>
            <span className="me-1 text-12 text-soft tabular-nums">
              {t("wizard.personOf", { at: at + 1, count })}
            </span>
            <IconButton size="sm" label={t("wizard.previous")} onClick={() => turn(-1)}>
              <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
            <IconButton size="sm" label={t("wizard.nextPerson")} onClick={() => turn(1)}>
              <ChevronRight aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
          </>
        ) : null}
      </div>
      <div className="overflow-hidden rounded-lg border-4 border-line bg-canvas">
        <PhoneHead person={person} />
        <div className="flex max-h-130 min-h-60 flex-col gap-2 overflow-y-auto p-3">
          {settled.steps.map((step, index) => {
            const shown = variantOf(step, variant);
            return shown ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a message has no identity but its place
              <div key={index} className="flex flex-col gap-2 first:mt-auto">
                {index > 0 ? (
                  <span className="mt-1 self-center rounded-full bg-surface px-2.5 py-0.5 text-12 text-soft">
                    {t("wizard.laterBy", { span: spanInWords(step.delayMinutes * 60) })}
                  </span>
                ) : null}
                <PreviewBubble variant={shown} input={settled} at={at} />
              </div>
            ) : null;
          })}
        </div>
      </div>
      {settled.steps.map((step, index) => {
        const shown = variantOf(step, variant);
        // biome-ignore lint/suspicious/noArrayIndexKey: a message has no identity but its place
        return shown ? <PreviewNotes key={index} variant={shown} input={settled} at={at} /> : null;
      })}
      {person ? null : <p className="text-13 text-soft">{t("wizard.previewNobody")}</p>}
    </section>
  );
}

function PhoneHead({ person }: Pick<PreviewPerson, "person">) {
  return (
    <div className="flex h-13 items-center gap-2.5 border-line border-b bg-surface px-3">
      <Avatar name={person?.name ?? ""} seed={String(person?.leadId ?? 0)} size="sm" />
      <span className="min-w-0">
        <b
          data-testid="preview-person"
          dir="auto"
          className="block truncate text-start font-semibold text-13"
        >
          {person ? person.name || <PhoneNumber value={person.phoneDisplay} /> : "–"}
        </b>
        {person?.name ? (
          <PhoneNumber value={person.phoneDisplay} className="block text-12 text-soft" />
        ) : null}
      </span>
    </div>
  );
}
