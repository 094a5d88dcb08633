import { useMutation } from "@tanstack/react-query";
import { Handshake, Tag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { leadsApi, useTags } from "@/api/leads";
import { TagField } from "@/components/tag-field";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { ConsentDialog } from "./consent-dialog";

/** What can be done to several leads at once: tag them, with a way back, and note their consent. */
export function LeadBulkBar({ ids, onDone }: { ids: number[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: known = [] } = useTags();
  const [asking, setAsking] = useState(false);
  const [tags, setTags] = useState<string[]>([]);
  const add = useMutation({
    mutationFn: async () => {
      for (const tag of tags) await leadsApi.addTag(ids, tag);
    },
    onSuccess: () => {
      const undo = async () => {
        for (const tag of tags) await leadsApi.removeTag(ids, tag);
      };
      showToast({
        title: t("leads.tagged", { count: ids.length, tag: tags.join(", ") }),
        action: { label: t("common.undo"), onClick: () => void undo() },
      });
      onDone();
    },
  });
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-3 rounded-md bg-accent-wash px-3 py-1">
      <b className="font-semibold text-accent tabular-nums">{t("leads.selected", { count: ids.length })}</b>
      <TagField
        label={t("tags.addTo", { count: ids.length })}
        value={tags}
        known={known.map((tag) => tag.name)}
        onChange={setTags}
        className="w-64"
      />
      <Button
        size="sm"
        variant="primary"
        icon={<Tag aria-hidden />}
        disabled={tags.length === 0}
        busy={add.isPending}
        onClick={() => add.mutate()}
      >
        {t("tags.addTo", { count: ids.length })}
      </Button>
      <Button size="sm" icon={<Handshake aria-hidden />} onClick={() => setAsking(true)}>
        {t("leads.consent")}
      </Button>
      {asking ? (
        <ConsentDialog
          ids={ids}
          title={t("lead.consent.dialogMany", { count: ids.length })}
          onClose={() => setAsking(false)}
        />
      ) : null}
      <Button size="sm" variant="quiet" onClick={onDone} className="ms-auto">
        {t("leads.clearSelection")}
      </Button>
    </div>
  );
}
