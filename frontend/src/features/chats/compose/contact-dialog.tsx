import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLeads } from "@/api/leads";
import type { Lead } from "@/api/types";
import { useDebounced } from "@/hooks/use-debounced";
import { PickDialog } from "../pick-dialog";

const MOST = 20;

/** Chooses the people whose cards are sent. */
export function ContactDialog({ onClose, onSend }: { onClose: () => void; onSend: (leads: Lead[]) => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const settled = useDebounced(query.trim(), 150);
  const { data } = useLeads({ query: settled, tags: [], stageId: 0, sort: "name" });
  const leads = (data?.pages.flatMap((page) => page.items) ?? []).filter((lead) => lead.phone !== "");
  return (
    <PickDialog
      title={t("inbox.attach.contactTitle")}
      description={t("inbox.attach.contactHint", { most: MOST })}
      search={t("inbox.attach.contactSearch")}
      query={query}
      onQuery={setQuery}
      items={leads}
      most={MOST}
      confirm={(count) => t("inbox.attach.contactSend", { count })}
      onClose={onClose}
      onConfirm={(chosen) => {
        onSend(chosen);
        onClose();
      }}
    />
  );
}
