import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useStages, useTags } from "@/api/leads";
import type { LeadFilter } from "@/api/types";
import { TagField } from "@/components/tag-field";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import type { SourceProps } from "./source-block";

const NONE: LeadFilter = { query: "", tags: [], stageId: 0, sort: "recent", cursor: "", limit: 0 };

const conditions = ({ query, tags, stageId }: LeadFilter) =>
  query.trim() !== "" || tags.length > 0 || stageId > 0;

/** The filter of the list of leads. Everybody has to be chosen: a filter without a condition names nobody. */
export function SourceFilter({ audience, onChange }: SourceProps) {
  const { t } = useTranslation();
  const id = useId();
  const { data: known = [] } = useTags();
  const { data: stages = [] } = useStages();
  const filter = audience.filter ?? NONE;
  const set = (change: Partial<LeadFilter>) => {
    const next = { ...filter, ...change };
    onChange({ ...audience, filter: conditions(next) ? next : undefined });
  };
  const everybody = audience.filter !== undefined && !conditions(audience.filter);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2">
        <Checkbox
          id={id}
          label={t("wizard.everybody")}
          checked={everybody}
          onChange={(all) => onChange({ ...audience, filter: all ? NONE : undefined })}
        />
        <label htmlFor={id}>{t("wizard.everybody")}</label>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <SearchInput
          value={filter.query}
          onChange={(query) => set({ query })}
          label={t("leads.search")}
          clearLabel={t("common.clear")}
          className="min-w-48 flex-1"
        />
        <TagField
          label={t("leads.tagFilter")}
          placeholder={t("leads.tagFilter")}
          value={filter.tags}
          known={known.map((tag) => tag.name)}
          onChange={(tags) => set({ tags })}
          creatable={false}
          className="w-40"
        />
        <Select
          label={t("leads.stageFilter")}
          value={filter.stageId}
          options={[
            { value: 0, label: t("leads.anyStage") },
            ...stages.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(stageId) => set({ stageId })}
          className="w-36"
        />
      </div>
      <p className="text-12 text-soft">
        {t(everybody ? "wizard.everybodyHint" : audience.filter ? "wizard.filterHint" : "wizard.filterNone")}
      </p>
    </div>
  );
}
