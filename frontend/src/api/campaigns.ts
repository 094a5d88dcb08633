import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as Campaigns from "wailsjs/go/app/Campaigns";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { Pace, RecipientState } from "@/api/types";

export const campaignsApi = {
  list: bound(Campaigns.List),
  get: bound(Campaigns.Get),
  create: bound(Campaigns.Create),
  duplicate: bound(Campaigns.Duplicate),
  update: bound(Campaigns.Update),
  delete: bound(Campaigns.Delete),
  audience: bound(Campaigns.Audience),
  preview: bound(Campaigns.Preview),
  start: bound(Campaigns.Start),
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

export function useCampaign(id: number) {
  return useQuery({ queryKey: keys.campaign(id), queryFn: () => campaignsApi.get(id), enabled: id > 0 });
}

export function useAudience(tags: string[], pace: Pace) {
  return useQuery({
    queryKey: keys.audience(tags, pace),
    queryFn: () => campaignsApi.audience(tags, pace),
    placeholderData: (before) => before,
    enabled: tags.length > 0,
  });
}

export function usePreviews(body: string, tags: string[]) {
  return useQuery({
    queryKey: keys.previews(body, tags),
    queryFn: () => campaignsApi.preview(body, tags),
    placeholderData: (before) => before,
    enabled: tags.length > 0 && body.trim() !== "",
  });
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
