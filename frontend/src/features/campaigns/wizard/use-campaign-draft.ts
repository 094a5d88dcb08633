import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { campaignsApi } from "@/api/campaigns";
import { keys } from "@/api/keys";
import type { Campaign, CampaignInput } from "@/api/types";

/** A campaign being made: kept as a draft with every step, so leaving loses nothing. */
export function useCampaignDraft(initial: CampaignInput, initialId: number) {
  const client = useQueryClient();
  const [id, setId] = useState(initialId);
  const [input, setInput] = useState(initial);
  const [dirty, setDirty] = useState(false);
  const save = useMutation({
    mutationFn: (): Promise<Campaign> =>
      id > 0 ? campaignsApi.update(id, input) : campaignsApi.create(input),
    onSuccess: (campaign) => {
      setId(campaign.id);
      setDirty(false);
      return client.invalidateQueries({ queryKey: keys.campaigns });
    },
    meta: { inline: true },
  });
  const start = useMutation({
    mutationFn: (campaignId: number) => campaignsApi.start(campaignId),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.campaigns }),
    meta: { inline: true },
  });
  return {
    id,
    input,
    dirty,
    save,
    start,
    change: (change: Partial<CampaignInput>) => {
      setInput((before) => ({ ...before, ...change }));
      setDirty(true);
    },
    /** Saves when there is something to save and a name to save it under. */
    keep: async (): Promise<number> => {
      if (input.name.trim() === "" || (!dirty && id > 0)) return id;
      return (await save.mutateAsync()).id;
    },
  };
}

export type CampaignDraft = ReturnType<typeof useCampaignDraft>;
