import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLeadSearch, useLeadsOf } from "@/api/leads";
import type { Lead } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { SearchInput } from "@/components/ui/search-input";
import { useDebounced } from "@/hooks/use-debounced";
import type { SourceProps } from "./source-block";

const MOST_CHIPS = 40;

/** Single people: searched for, added, and shown as chips. */
export function SourceLeads({ audience, onChange }: SourceProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const settled = useDebounced(query.trim(), 150);
  const { data: found = [] } = useLeadSearch(settled);
  const chosen = useLeadsOf(audience.leads.slice(0, MOST_CHIPS));
  const set = (leads: number[]) => onChange({ ...audience, leads });
  const addable = settled === "" ? [] : found.filter(({ id }) => !audience.leads.includes(id));
  return (
    <div className="grid gap-2">
      {audience.leads.length > 0 ? (
        <div className="flex flex-wrap gap-1.5">
          {audience.leads.slice(0, MOST_CHIPS).map((id, index) => {
            const lead = chosen[index];
            const name = lead ? lead.name || lead.phoneDisplay : t("wizard.someone");
            return (
              <Chip
                key={id}
                tone="accent"
                removeLabel={t("wizard.removeLead", { name })}
                onRemove={() => set(audience.leads.filter((each) => each !== id))}
              >
                <bdi>{name}</bdi>
              </Chip>
            );
          })}
          {audience.leads.length > MOST_CHIPS ? (
            <Chip>{t("wizard.moreLeads", { count: audience.leads.length - MOST_CHIPS })}</Chip>
          ) : null}
        </div>
      ) : null}
      <SearchInput
        value={query}
        onChange={setQuery}
        label={t("wizard.findLead")}
        clearLabel={t("common.clear")}
      />
      {addable.length > 0 ? (
        <ul aria-label={t("wizard.found")} className="-mx-1">
          {addable.map((lead) => (
            <Found
              key={lead.id}
              lead={lead}
              onAdd={() => {
                set([...audience.leads, lead.id]);
                setQuery("");
              }}
            />
          ))}
        </ul>
      ) : settled !== "" ? (
        <p className="text-13 text-soft">{t("wizard.foundNobody")}</p>
      ) : null}
    </div>
  );
}

function Found({ lead, onAdd }: { lead: Lead; onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <li>
      <button
        type="button"
        aria-label={t("wizard.addLead", { name: lead.name || lead.phoneDisplay })}
        onClick={onAdd}
        className="flex w-full items-center gap-2.5 rounded-md px-1 py-1 text-start -outline-offset-2 hover:bg-hover"
      >
        <Avatar name={lead.name} seed={lead.phone} size="sm" />
        <span className="min-w-0 flex-1 truncate">
          <bdi>{lead.name || t("wizard.someone")}</bdi>
        </span>
        <PhoneNumber value={lead.phoneDisplay} className="text-12 text-soft" />
      </button>
    </li>
  );
}
