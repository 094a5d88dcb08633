import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  Audience,
  Campaign,
  CampaignDetail,
  CampaignInput,
  CampaignSummary,
  Pace,
  Preview,
  RecipientPage,
  RecipientQuery,
  RecipientState,
} from "@/api/types";

export const campaignsApi = {
  list: bound<[], CampaignSummary[]>("Campaigns", "List"),
  get: bound<[number], CampaignDetail>("Campaigns", "Get"),
  create: bound<[CampaignInput], Campaign>("Campaigns", "Create"),
  update: bound<[number, CampaignInput], Campaign>("Campaigns", "Update"),
  delete: bound<[number], void>("Campaigns", "Delete"),
  audience: bound<[string[], Pace], Audience>("Campaigns", "Audience"),
  preview: bound<[string, string[]], Preview>("Campaigns", "Preview"),
  start: bound<[number], Campaign>("Campaigns", "Start"),
  pause: bound<[number], Campaign>("Campaigns", "Pause"),
  resume: bound<[number], Campaign>("Campaigns", "Resume"),
  cancel: bound<[number], Campaign>("Campaigns", "Cancel"),
  recipients: bound<[number, RecipientQuery], RecipientPage>("Campaigns", "Recipients"),
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
