import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTags } from "@/api/leads";
import type { Audience } from "@/api/types";
import { TagField } from "@/components/tag-field";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { FollowUpChip } from "./follow-up-chip";
import { SourceBatches } from "./source-batches";
import { SourceBlock, type SourceProps } from "./source-block";
import { SourceFilter } from "./source-filter";
import { SourceLeads } from "./source-leads";

const MORE = ["filter", "batches", "leads", "numbers"] as const;
type More = (typeof MORE)[number];

/** What each kind of source is without anything in it. */
const NOTHING: Record<More, Partial<Audience>> = {
  filter: { filter: undefined },
  batches: { imports: [], sheets: [] },
  leads: { leads: [] },
  numbers: { numbers: "" },
};

function has(kind: More, { filter, imports, sheets, leads, numbers }: Audience): boolean {
  if (kind === "filter") return Boolean(filter);
  if (kind === "batches") return imports.length + sheets.length > 0;
  return kind === "leads" ? leads.length > 0 : numbers !== "";
}

/** Whom a campaign is for: everybody whom at least one of these names. */
export function AudienceSources({ audience, onChange }: SourceProps) {
  const { t } = useTranslation();
  const { data: known } = useTags();
  const [opened, setOpened] = useState<More[]>([]);
  const shown = MORE.filter((kind) => opened.includes(kind) || has(kind, audience));
  const left = MORE.filter((kind) => !shown.includes(kind));
  const remove = (kind: More) => {
    setOpened(opened.filter((each) => each !== kind));
    onChange({ ...audience, ...NOTHING[kind] });
  };
  const props = { audience, onChange };
  const content: Record<More, ReactNode> = {
    filter: <SourceFilter {...props} />,
    batches: <SourceBatches {...props} />,
    leads: <SourceLeads {...props} />,
    numbers: <SourceNumbers {...props} />,
  };
  return (
    <section aria-label={t("wizard.who")} className="grid gap-4">
      <div>
        <h2 className="font-semibold">{t("wizard.who")}</h2>
        <p className="text-13 text-soft">{t("wizard.whoHint")}</p>
      </div>
      {audience.followUp ? <FollowUpChip {...audience.followUp} /> : null}
      <Field label={t("wizard.tags")} hint={known?.length === 0 ? t("wizard.noTags") : undefined}>
        {({ id }) => (
          <TagField
            id={id}
            label={t("wizard.tags")}
            value={audience.tags}
            known={known?.map((tag) => tag.name) ?? []}
            onChange={(tags) => onChange({ ...audience, tags })}
            creatable={false}
          />
        )}
      </Field>
      {shown.map((kind) => (
        <SourceBlock key={kind} title={t(`wizard.source.${kind}`)} onRemove={() => remove(kind)}>
          {content[kind]}
        </SourceBlock>
      ))}
      {left.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {left.map((kind) => (
            <Button
              key={kind}
              size="sm"
              icon={<Plus aria-hidden />}
              onClick={() => setOpened([...opened, kind])}
            >
              {t(`wizard.source.${kind}`)}
            </Button>
          ))}
        </div>
      ) : null}
    </section>
  );
}

/** Numbers stay as they were pasted; what is none is counted and can be looked at. */
function SourceNumbers({ audience, onChange }: SourceProps) {
  const { t } = useTranslation();
  const count = audience.numbers.split(/[\n\r,;\t]/).filter((line) => line.trim() !== "").length;
  return (
    <Field
      label={t("wizard.numbers")}
      hint={count > 0 ? t("wizard.numbersCount", { count }) : t("wizard.numbersHint")}
    >
      {(field) => (
        <Textarea
          {...field}
          dir="ltr"
          rows={4}
          value={audience.numbers}
          placeholder={t("wizard.numbersExample")}
          onChange={(event) => onChange({ ...audience, numbers: event.target.value })}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}
