import { useTranslation } from "react-i18next";
import type { CampaignState } from "@/api/types";
import { Chip, type Tone } from "@/components/ui/chip";

const TONES: Record<CampaignState | "waiting", Tone> = {
  draft: "plain",
  scheduled: "info",
  missed: "warn",
  running: "good",
  waiting: "info",
  paused: "warn",
  completed: "accent",
  cancelled: "plain",
};

export function CampaignChip({ state }: { state: CampaignState | "waiting" }) {
  const { t } = useTranslation();
  return (
    <span data-testid="campaign-state" data-state={state}>
      <Chip tone={TONES[state]}>{t(`campaigns.state.${state}`)}</Chip>
    </span>
  );
}
