import { useTranslation } from "react-i18next";
import { useStages, useTags } from "@/api/leads";
import { TagField } from "@/components/tag-field";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { LeadBulkBar } from "./lead-bulk-bar";
import { useLeadsView } from "./leads-store";

interface LeadFiltersProps {
  selected: ReadonlySet<number>;
  onClearSelection: () => void;
}

/** Search and filters; while leads are selected, what can be done to them stands in their place. */
export function LeadFilters({ selected, onClearSelection }: LeadFiltersProps) {
  const { t } = useTranslation();
  const { query, tags, stageId, sort, set } = useLeadsView();
  const { data: known = [] } = useTags();
  const { data: stages = [] } = useStages();
  if (selected.size > 0) return <LeadBulkBar ids={[...selected]} onDone={onClearSelection} />;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <SearchInput
        value={query}
        onChange={(next) => set({ query: next })}
        label={t("leads.search")}
        clearLabel={t("common.clear")}
        className="min-w-48 max-w-100 flex-1"
      />
      <TagField
        label={t("leads.tagFilter")}
        placeholder={t("leads.tagFilter")}
        value={tags}
        known={known.map((tag) => tag.name)}
        onChange={(next) => set({ tags: next })}
        creatable={false}
        className="w-40"
      />
      <Select
        label={t("leads.stageFilter")}
        value={stageId}
        options={[
          { value: 0, label: t("leads.anyStage") },
          ...stages.map((stage) => ({ value: stage.id, label: stage.name })),
        ]}
        onChange={(next) => set({ stageId: next })}
        className="w-36"
      />
      <Select
        label={t("leads.sort")}
        value={sort}
        options={[
          { value: "recent", label: t("leads.sortBy.recent") },
          { value: "created", label: t("leads.sortBy.created") },
          { value: "name", label: t("leads.sortBy.name") },
        ]}
        onChange={(next) => set({ sort: next })}
        className="w-40"
      />
    </div>
  );
}
