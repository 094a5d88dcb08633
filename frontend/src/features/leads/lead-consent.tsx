import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Consent, Lead } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Chip, type Tone } from "@/components/ui/chip";
import { useNow } from "@/hooks/use-now";
import { dayLabel } from "@/lib/dates";
import { ConsentDialog } from "./consent-dialog";
import { LeadSection } from "./lead-section";

const TONES: Record<Consent["state"], Tone> = { unknown: "plain", given: "good", refused: "bad" };

/** Whether a person agreed to be written to, since when, and how that is known. */
export function LeadConsent({ lead, consent }: { lead: Lead; consent: Consent | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const state = consent?.state ?? "unknown";
  return (
    <LeadSection title={t("lead.consent.title")}>
      <div className="flex flex-wrap items-center gap-2">
        <Chip tone={TONES[state]}>{t(`lead.consent.${state}`)}</Chip>
        {consent && state !== "unknown" ? (
          <span dir="auto" className="min-w-0 break-words text-13 text-soft">
            {consent.note
              ? t("lead.consent.since", { note: consent.note, time: dayLabel(consent.at, now) })
              : dayLabel(consent.at, now)}
          </span>
        ) : null}
        <Button size="sm" className="ms-auto" onClick={() => setChanging(true)}>
          {t("lead.consent.change")}
        </Button>
      </div>
      {changing ? (
        <ConsentDialog
          ids={[lead.id]}
          title={t("lead.consent.dialog", { name: lead.name || lead.phoneDisplay })}
          state={state === "unknown" ? "given" : state}
          onClose={() => setChanging(false)}
        />
      ) : null}
    </LeadSection>
  );
}
