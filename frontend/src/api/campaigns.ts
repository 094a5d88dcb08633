import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as Campaigns from "wailsjs/go/app/Campaigns";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { Campaign, CampaignInput, RecipientState } from "@/api/types";

export const campaignsApi = {
  list: bound(Campaigns.List),
  get: bound(Campaigns.Get),
  create: bound(Campaigns.Create),
  duplicate: bound(Campaigns.Duplicate),
  update: bound(Campaigns.Update),
  delete: bound(Campaigns.Delete),
  reach: bound(Campaigns.Reach),
  leftOut: bound(Campaigns.LeftOut),
  batches: bound(Campaigns.Batches),
  preview: bound(Campaigns.Preview),
  sendTest: bound(Campaigns.SendTest),
  start: bound(Campaigns.Start),
  schedule: bound(Campaigns.Schedule),
  revise: bound(Campaigns.Revise),
  stopAdding: bound(Campaigns.StopAdding),
  followUp: bound(Campaigns.FollowUp),
  compare: bound(Campaigns.Compare),
  pause: bound(Campaigns.Pause),
  resume: bound(Campaigns.Resume),
  cancel: bound(Campaigns.Cancel),
  recipients: bound(Campaigns.Recipients),
  retryFailed: bound(Campaigns.RetryFailed),
  export: bound(Campaigns.Export),
  decide: bound(Campaigns.Decide),
};

export function useCampaigns() {
  return useQuery({ queryKey: keys.campaignList, queryFn: () => campaignsApi.list() });
}

/** With `fresh` it is read again when the page opens, for what must not start from an older state. */
export function useCampaign(id: number, fresh = false) {
  return useQuery({
    queryKey: keys.campaign(id),
    queryFn: () => campaignsApi.get(id),
    enabled: id > 0,
    refetchOnMount: fresh ? "always" : true,
    // When a wait is over something else may hold it back, of which no event tells.
    refetchInterval: ({ state }) => untilWaited(state.data?.waiting.until ?? 0),
  });
}

/** How long a timer can be. */
const LONGEST = 2 ** 31 - 1;

function untilWaited(until: number): number | false {
  const left = until - Date.now();
  return left > 0 ? Math.min(left + 300, LONGEST) : false;
}

/** Whom a campaign would reach as it is, whom it leaves out, and when it would be done. */
export function useReach(input: CampaignInput) {
  return useQuery({
    queryKey: keys.reach(input),
    queryFn: () => campaignsApi.reach(input),
    placeholderData: (before) => before,
    enabled: !emptyAudience(input.audience),
  });
}

export function useLeftOut(input: CampaignInput, reason: string) {
  return useQuery({
    queryKey: keys.leftOut(input, reason),
    queryFn: () => campaignsApi.leftOut(input, reason),
  });
}

/** The files and sheets that leads came from. */
export function useBatches() {
  return useQuery({ queryKey: keys.batches, queryFn: () => campaignsApi.batches() });
}

/** A wording as the first people of the audience would get it; with an empty one, who they are. */
export function usePreviews(body: string, input: CampaignInput) {
  return useQuery({
    queryKey: keys.previews(body, input),
    queryFn: () => campaignsApi.preview(body, input),
    placeholderData: (before) => before,
    enabled: !emptyAudience(input.audience),
  });
}

export function useComparison(id: number) {
  return useQuery({ queryKey: keys.comparison(id), queryFn: () => campaignsApi.compare(id) });
}

export function emptyAudience(a: CampaignInput["audience"]): boolean {
  const named = a.tags.length + a.imports.length + a.sheets.length + a.leads.length;
  return named === 0 && !a.filter && !a.followUp && a.numbers.trim() === "";
}

/** A campaign of one empty message, for nobody yet. */
export function newCampaign(pace: CampaignInput["pace"]): CampaignInput {
  return {
    name: "",
    audience: { tags: [], imports: [], sheets: [], leads: [], numbers: "" },
    keepAdding: false,
    steps: [{ variants: [{ body: "" }], delayMinutes: 0 }],
    stopOn: { reply: true, tags: [], stages: [] },
    pace,
    schedule: { startsOn: "", endsOn: "", zone: "", lateMinutes: 15, whenLater: "ask" },
  };
}

/** What the wizard edits of a campaign. */
export function inputOf(campaign: Campaign): CampaignInput {
  const { name, audience, keepAdding, steps, stopOn, pace, schedule } = campaign;
  return {
    name,
    audience: { ...newCampaign(pace).audience, ...audience },
    keepAdding,
    steps: steps.length > 0 ? steps : newCampaign(pace).steps,
    stopOn,
    pace,
    schedule,
  };
}

export function useRecipients(id: number, states: RecipientState[]) {
  return useInfiniteQuery({
    queryKey: keys.recipients(id, states),
    queryFn: ({ pageParam }) => campaignsApi.recipients(id, { states, cursor: pageParam, limit: 100 }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.next === "" ? undefined : last.next),
    placeholderData: (before) => before,
  });
}
