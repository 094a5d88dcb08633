import { CornerDownRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { campaignsApi } from "@/api/campaigns";
import type { Campaign, CampaignCounts, Lack } from "@/api/types";
import type { MenuAction } from "@/components/ui/menu";
import { useVerb } from "./use-verb";

/** How many a follow-up would be for. */
function lacking({ sent, delivered, read }: CampaignCounts): Record<Lack, number> {
  return { not_delivered: sent, not_read: sent + delivered, not_replied: sent + delivered + read };
}

/** Makes a draft for those who have not gone all the way; only what there is somebody for. */
export function useFollowUp(
  campaign: Campaign,
  counts: CampaignCounts,
  done: (made: Campaign) => void,
): MenuAction[] {
  const { t } = useTranslation();
  const { id, name } = campaign;
  const make = (who: Lack) => () =>
    campaignsApi.followUp(id, who, t(`campaign.followUpName.${who}`, { name }));
  const followUps = {
    not_delivered: useVerb(make("not_delivered"), done),
    not_read: useVerb(make("not_read"), done),
    not_replied: useVerb(make("not_replied"), done),
  };
  const people = lacking(counts);
  return (["not_delivered", "not_read", "not_replied"] as const)
    .filter((who) => people[who] > 0)
    .map((who) => ({
      label: t(`campaign.followUp.${who}`),
      icon: <CornerDownRight aria-hidden className="rtl:-scale-x-100" />,
      onSelect: () => followUps[who].mutate(),
    }));
}
