import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useAudience } from "@/api/campaigns";
import { useTags } from "@/api/leads";
import type { CampaignInput } from "@/api/types";
import { TagField } from "@/components/tag-field";
import { Banner } from "@/components/ui/banner";
import { buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useReasonText } from "@/i18n/reason";

interface StepProps {
  input: CampaignInput;
  onChange: (change: Partial<CampaignInput>) => void;
}

export function AudienceStep({ input, onChange }: StepProps) {
  const { t } = useTranslation();
  const { data: known } = useTags();
  if (known && known.length === 0) {
    return (
      <Banner
        title={t("wizard.noTags")}
        action={
          <Link href="/leads" className={buttonClass("secondary", "sm")}>
            {t("wizard.goLeads")}
          </Link>
        }
      />
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-8 max-[900px]:grid-cols-1">
      <div className="grid content-start gap-5">
        <Field label={t("wizard.name")} hint={t("wizard.nameHint")}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              maxLength={80}
              value={input.name}
              placeholder={t("wizard.nameExample")}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("wizard.tags")} hint={t("wizard.tagsHint")}>
          {({ id }) => (
            <TagField
              id={id}
              label={t("wizard.tags")}
              value={input.tags}
              known={known?.map((tag) => tag.name) ?? []}
              onChange={(tags) => onChange({ tags })}
              creatable={false}
            />
          )}
        </Field>
        <Banner tone="warn" title={t("wizard.warm")} />
      </div>
      <Reach input={input} />
    </div>
  );
}

/** How many people a choice reaches, and who is left out and why. */
function Reach({ input }: { input: CampaignInput }) {
  const { t } = useTranslation();
  const reasonText = useReasonText();
  const { data } = useAudience(input.tags, input.pace);
  const chosen = input.tags.length > 0;
  return (
    <section className="rounded-lg bg-sunken p-5">
      <h2 className="text-13 text-soft">{t("wizard.reach")}</h2>
      {chosen && data ? (
        <>
          <p data-testid="audience-total" className="mt-1 font-semibold text-28 tabular-nums tracking-tight">
            {data.total === 0 ? t("wizard.nobody") : t("common.people", { count: data.total })}
          </p>
          {data.excluded.length > 0 ? (
            <dl className="mt-4 grid gap-1.5 border-line border-t pt-4">
              <dt className="font-semibold text-12 text-soft">{t("wizard.leftOut")}</dt>
              {data.excluded.map(({ reason, count }) => (
                <dd key={reason} className="flex justify-between gap-4">
                  <span>{reasonText(reason)}</span>
                  <b className="font-semibold tabular-nums">{count.toLocaleString()}</b>
                </dd>
              ))}
            </dl>
          ) : null}
        </>
      ) : (
        <p className="mt-1 text-soft">{t("wizard.chooseTags")}</p>
      )}
    </section>
  );
}
