import { useTranslation } from "react-i18next";
import { useCampaign } from "@/api/campaigns";
import type { Audience } from "@/api/types";
import { Chip } from "@/components/ui/chip";

type FollowUp = NonNullable<Audience["followUp"]>;

/** The people of an earlier campaign, as they were chosen there. */
export function FollowUpChip({ campaignId, who }: FollowUp) {
  const { t } = useTranslation();
  const { data } = useCampaign(campaignId);
  const name = data?.campaign.name ?? "…";
  return (
    <p>
      <Chip tone="accent">{t(`wizard.followUp.${who}`, { name })}</Chip>
    </p>
  );
}
