import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { optOutsApi } from "@/api/optouts";
import type { Lead } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";

/** Whether campaigns may reach a person, and the way to change it by hand. */
export function LeadOptOut({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const out = lead.optedOut;
  const name = lead.name || lead.phoneDisplay;
  const change = useMutation({
    mutationFn: () =>
      out
        ? optOutsApi.delete({ leadId: lead.id, phone: "" })
        : optOutsApi.create({ leadId: lead.id, phone: "", reason: "" }),
    onSettled: () => {
      setAsking(false);
      void client.invalidateQueries({ queryKey: keys.leads });
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {out ? <Chip tone="bad">{t("lead.optedOut")}</Chip> : null}
      <Button size="sm" onClick={() => setAsking(true)}>
        {t(out ? "optouts.lift" : "optouts.optOut")}
      </Button>
      <AlertDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t(out ? "optouts.liftTitle" : "optouts.optOutTitle", { name })}
        confirm={t(out ? "optouts.lift" : "optouts.optOut")}
        cancel={t("common.cancel")}
        busy={change.isPending}
        onConfirm={() => change.mutate()}
      >
        <p>{t(out ? "optouts.liftBody" : "optouts.optOutBody")}</p>
      </AlertDialog>
    </div>
  );
}
