import { useReach } from "@/api/campaigns";
import type { CampaignInput } from "@/api/types";
import { useDebounced } from "@/hooks/use-debounced";

const PAUSE = 250;

/** The reach of what stands here, asked for when the typing pauses. The name changes nothing about it. */
export function useSettledReach(input: CampaignInput) {
  const settled = useDebounced(input, PAUSE);
  return useReach({ ...settled, name: "" });
}
