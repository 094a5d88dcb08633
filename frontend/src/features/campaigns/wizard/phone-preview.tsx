import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreviews } from "@/api/campaigns";
import { useErrorText } from "@/api/error-text";
import type { Rendered } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Banner } from "@/components/ui/banner";
import { IconButton } from "@/components/ui/icon-button";
import { PhoneNumber } from "@/components/ui/phone-number";
import { WhatsAppText } from "@/components/whatsapp-text";
import { useDebounced } from "@/hooks/use-debounced";

/** The message on the phones of real people of the audience, one after the other. */
export function PhonePreview({ body, tags }: { body: string; tags: string[] }) {
  const { t } = useTranslation();
  const settled = useDebounced(body, 200);
  const { data, error } = usePreviews(settled, tags);
  const [at, setAt] = useState(0);
  const errorText = useErrorText();
  const people = settled.trim() === "" ? [] : (data?.items ?? []);
  const person = people[Math.min(at, people.length - 1)];
  const step = (by: number) => setAt((people.length + Math.min(at, people.length - 1) + by) % people.length);
  return (
    <section aria-label={t("wizard.preview")} className="grid content-start gap-3">
      <div className="flex h-7 items-center gap-1">
        <h2 className="flex-1 font-medium text-13">{t("wizard.preview")}</h2>
        {people.length > 1 ? (
          <>
            <span className="me-1 text-12 text-soft tabular-nums">
              {t("wizard.personOf", { at: Math.min(at, people.length - 1) + 1, count: people.length })}
            </span>
            <IconButton size="sm" label={t("wizard.previous")} onClick={() => step(-1)}>
              <ChevronLeft aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
            <IconButton size="sm" label={t("wizard.nextPerson")} onClick={() => step(1)}>
              <ChevronRight aria-hidden className="rtl:-scale-x-100" />
            </IconButton>
          </>
        ) : null}
      </div>
      <Phone person={person} empty={t("wizard.previewEmpty")} />
      {error ? <Banner tone="bad" title={errorText(error).detail ?? errorText(error).title} /> : null}
      {person && person.missing.length > 0 ? (
        <Banner
          tone="warn"
          title={t("wizard.missing", {
            name: person.name || person.phoneDisplay,
            fields: person.missing.join(", "),
          })}
        />
      ) : null}
      {data && data.missingCount > 0 ? (
        <p className="text-13 text-warn">{t("wizard.missingCount", { count: data.missingCount })}</p>
      ) : null}
    </section>
  );
}

export function Phone({ person, empty }: { person: Rendered | undefined; empty: string }) {
  return (
    <div className="overflow-hidden rounded-lg border-4 border-line bg-canvas">
      <div className="flex h-13 items-center gap-2.5 border-line border-b bg-surface px-3">
        <Avatar name={person?.name ?? ""} seed={String(person?.leadId ?? 0)} size="sm" />
        <span className="min-w-0">
          <b dir="auto" className="block truncate text-start font-semibold text-13">
            {person ? person.name || <PhoneNumber value={person.phoneDisplay} /> : "–"}
          </b>
          {person?.name ? (
            <PhoneNumber value={person.phoneDisplay} className="block text-12 text-soft" />
          ) : null}
        </span>
      </div>
      <div className="flex min-h-60 flex-col justify-end p-3">
        {person ? (
          <div
            dir="auto"
            data-testid="preview-text"
            className="max-w-[92%] self-end rounded-lg rounded-se-xs bg-mine px-3 py-2"
          >
            <WhatsAppText text={person.text} />
          </div>
        ) : (
          <p className="self-center pb-20 text-13 text-soft">{empty}</p>
        )}
      </div>
    </div>
  );
}
