import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  Lead,
  LeadDetail,
  LeadFilter,
  LeadInput,
  LeadPage,
  LeadUpdate,
  Note,
  Stage,
  TagCount,
} from "@/api/types";

export const leadsApi = {
  list: bound<[LeadFilter], LeadPage>("Leads", "List"),
  get: bound<[number], LeadDetail>("Leads", "Get"),
  create: bound<[LeadInput], Lead>("Leads", "Create"),
  update: bound<[number, LeadUpdate], Lead>("Leads", "Update"),
  addTag: bound<[number[], string], void>("Leads", "AddTag"),
  removeTag: bound<[number[], string], void>("Leads", "RemoveTag"),
  tags: bound<[], TagCount[]>("Leads", "Tags"),
  stages: bound<[], Stage[]>("Leads", "Stages"),
  addNote: bound<[number, string], Note>("Leads", "AddNote"),
  deleteNote: bound<[number], void>("Leads", "DeleteNote"),
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

export function useStages() {
  return useQuery({ queryKey: keys.stages, queryFn: () => leadsApi.stages() });
}
