import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { campaignsApi } from "@/api/campaigns";
import type { RecipientState } from "@/api/types";
import { showToast } from "@/components/ui/toast";
import { REASONS } from "@/i18n/reason";

const COLUMNS = ["person", "phone", "result", "why", "when"] as const;
const STATES = [
  "pending",
  "sending",
  "uncertain",
  "sent",
  "delivered",
  "read",
  "replied",
  "failed",
  "blocked",
  "skipped",
  "cancelled",
] as const satisfies RecipientState[];

/** Saves the people of a campaign as a table, in the words of the window. */
export function useExport(campaignId: number) {
  const { t } = useTranslation();
  return useMutation({
    mutationFn: () =>
      campaignsApi.export(campaignId, {
        columns: COLUMNS.map((each) => t(`campaign.column.${each}`)),
        values: Object.fromEntries([
          ...STATES.map((each) => [each, t(`campaign.recipient.${each}`)]),
          ...REASONS.map((each) => [each, t(`reason.${each}`)]),
        ]),
      }),
    onSuccess: (saved) => {
      if (saved) showToast({ title: t("campaign.exported") });
    },
  });
}
