import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { campaignsApi } from "@/api/campaigns";
import { keys } from "@/api/keys";
import type { CampaignDetail, CampaignInput } from "@/api/types";

/** A pause in typing after which the draft is kept. */
const PAUSE = 700;

export type Change = Partial<CampaignInput> | ((before: CampaignInput) => Partial<CampaignInput>);

/** A campaign being made: kept as a draft while it is written, so leaving loses nothing. */
export function useCampaignDraft(initial: CampaignInput, initialId: number) {
  const client = useQueryClient();
  const [id, setId] = useState(initialId);
  const [input, setInput] = useState(initial);
  const [kept, setKept] = useState(initial);
  const latest = useRef({ id: initialId, input: initial, kept: initial });
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  latest.current.input = input;

  const save = useMutation({
    mutationFn: (now: CampaignInput) =>
      latest.current.id > 0 ? campaignsApi.update(latest.current.id, now) : campaignsApi.create(now),
    onSuccess: (campaign, now) => {
      latest.current = { ...latest.current, id: campaign.id, kept: now };
      setId(campaign.id);
      setKept(now);
      client.setQueryData<CampaignDetail>(keys.campaign(campaign.id), (old) => old && { ...old, campaign });
      void client.invalidateQueries({ queryKey: keys.campaigns });
    },
    meta: { inline: true },
  });
  const { mutateAsync } = save;

  /** Saves when there is something to save and a name to save it under; one save at a time. */
  const keep = useCallback((): Promise<number> => {
    const turn = queue.current.then(async () => {
      const now = latest.current.input;
      if (now.name.trim() !== "" && now !== latest.current.kept) await mutateAsync(now);
      return latest.current.id;
    });
    queue.current = turn.catch(() => undefined);
    return turn;
  }, [mutateAsync]);

  const unsaved = input === kept ? undefined : input;
  useEffect(() => {
    if (!unsaved) return;
    const timer = setTimeout(() => void keep().catch(() => undefined), PAUSE);
    return () => clearTimeout(timer);
  }, [unsaved, keep]);
  useEffect(() => () => void keep().catch(() => undefined), [keep]);

  const change = useCallback(
    (next: Change) =>
      setInput((before) => ({ ...before, ...(typeof next === "function" ? next(before) : next) })),
    [],
  );
  /** Nothing of it is saved any more: the draft is being deleted. */
  const forget = useCallback(() => {
    latest.current.kept = latest.current.input;
  }, []);
  return { id, input, dirty: unsaved !== undefined, save, change, keep, forget };
}

export type CampaignDraft = ReturnType<typeof useCampaignDraft>;
