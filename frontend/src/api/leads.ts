import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import * as Leads from "wailsjs/go/app/Leads";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { LeadFilter } from "@/api/types";

export const leadsApi = {
  list: bound(Leads.List),
  get: bound(Leads.Get),
  create: bound(Leads.Create),
  update: bound(Leads.Update),
  addTag: bound(Leads.AddTag),
  setConsent: bound(Leads.SetConsent),
  removeTag: bound(Leads.RemoveTag),
  tags: bound(Leads.Tags),
  stages: bound(Leads.Stages),
  addNote: bound(Leads.AddNote),
  deleteNote: bound(Leads.DeleteNote),
  undoMerge: bound(Leads.UndoMerge),
};

const PAGE = 100;

export function useLeads(filter: Omit<LeadFilter, "cursor" | "limit">) {
  return useInfiniteQuery({
    queryKey: keys.leadList(filter),
    queryFn: ({ pageParam }) => leadsApi.list({ ...filter, cursor: pageParam, limit: PAGE }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.next === "" ? undefined : last.next),
    placeholderData: (before) => before,
  });
}

export function useLead(id: number) {
  return useQuery({ queryKey: keys.lead(id), queryFn: () => leadsApi.get(id), enabled: id > 0 });
}

export function useTags() {
  return useQuery({ queryKey: keys.tags, queryFn: () => leadsApi.tags() });
}

const RECENT = 200;

/** Who looks after the leads that were heard of last, for suggestions. */
export function useOwners() {
  return useQuery({
    queryKey: keys.owners,
    queryFn: async () => {
      const latest = { query: "", tags: [], stageId: 0, sort: "recent" as const, cursor: "", limit: RECENT };
      const { items } = await leadsApi.list(latest);
      const owners = new Set(items.map(({ owner }) => owner).filter((owner) => owner !== ""));
      return [...owners].sort((a, b) => a.localeCompare(b));
    },
  });
}

export function useStages() {
  return useQuery({ queryKey: keys.stages, queryFn: () => leadsApi.stages() });
}

const FOUND = 6;

/** The first few whom a few words find; nobody while there are none. */
export function useLeadSearch(query: string) {
  return useQuery({
    queryKey: keys.leadSearch(query),
    queryFn: async () => {
      const page = { tags: [], stageId: 0, sort: "recent" as const, cursor: "", limit: FOUND };
      return (await leadsApi.list({ query, ...page })).items;
    },
    placeholderData: (before) => before,
    enabled: query !== "",
  });
}

/** Single leads by their ids, as far as they are there. */
export function useLeadsOf(ids: number[]) {
  return useQueries({
    queries: ids.map((id) => ({ queryKey: keys.lead(id), queryFn: () => leadsApi.get(id) })),
    combine: (results) => results.map(({ data }) => data?.lead),
  });
}
