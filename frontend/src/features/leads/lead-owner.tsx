import { useMutation } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { leadsApi, useOwners } from "@/api/leads";
import type { Lead } from "@/api/types";
import { SuggestInput } from "@/components/ui/suggest-input";

/** Who of the business looks after the lead: anybody's name, with those in use as suggestions. */
export function LeadOwner({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const { data: owners = [] } = useOwners();
  const [draft, setDraft] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (owner: string) => leadsApi.update(lead.id, { owner }),
    onError: (_cause, owner) => setDraft(owner),
  });
  const shown = save.isPending ? save.variables : lead.owner;
  const commit = (text: string) => {
    const owner = text.trim();
    setDraft(null);
    if (owner !== shown) save.mutate(owner);
  };
  return (
    <span className="flex items-center gap-1">
      <SuggestInput
        label={t("lead.owner")}
        value={draft ?? shown}
        suggestions={owners}
        placeholder={t("lead.addOwner")}
        onChange={setDraft}
        onCommit={commit}
        className="-ms-2 h-8 w-full border-transparent bg-transparent px-[7px] hover:border-line hover:bg-hover"
      />
      {save.isSuccess && draft === null ? (
        <Check aria-label={t("lead.saved")} className="size-4 shrink-0 text-good" />
      ) : null}
    </span>
  );
}
