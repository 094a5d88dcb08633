import { useMutation } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { leadsApi, useTags } from "@/api/leads";
import type { Lead } from "@/api/types";
import { TagField } from "@/components/tag-field";
import { Chip } from "@/components/ui/chip";

export function LeadTags({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const { data: known = [] } = useTags();
  const [adding, setAdding] = useState(false);
  const add = useMutation({ mutationFn: (tag: string) => leadsApi.addTag([lead.id], tag) });
  const remove = useMutation({ mutationFn: (tag: string) => leadsApi.removeTag([lead.id], tag) });
  const change = (tags: string[]) => {
    for (const tag of tags) if (!lead.tags.includes(tag)) add.mutate(tag);
    for (const tag of lead.tags) if (!tags.includes(tag)) remove.mutate(tag);
  };
  if (adding) {
    return (
      <fieldset
        aria-label={t("tags.label")}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setAdding(false);
        }}
      >
        <TagField value={lead.tags} known={known.map((tag) => tag.name)} onChange={change} />
      </fieldset>
    );
  }
  return (
    <div className="flex flex-wrap gap-1.5">
      {lead.tags.map((tag) => (
        <Chip key={tag} onRemove={() => remove.mutate(tag)} removeLabel={t("common.removeTag", { tag })}>
          {tag}
        </Chip>
      ))}
      <button
        type="button"
        onClick={() => setAdding(true)}
        className="inline-flex items-center gap-1 rounded-full border border-line border-dashed px-2.5 py-0.5 text-12 text-soft leading-4 hover:border-line-strong hover:text-ink"
      >
        <Plus aria-hidden className="size-3" />
        {t("tags.add")}
      </button>
    </div>
  );
}
