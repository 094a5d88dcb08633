import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import * as OptOuts from "wailsjs/go/app/OptOuts";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const optOutsApi = {
  list: bound(OptOuts.List),
  create: bound(OptOuts.Create),
  delete: bound(OptOuts.Delete),
  rules: bound(OptOuts.Rules),
  defaultRules: bound(OptOuts.DefaultRules),
  update: bound(OptOuts.Update),
};

const PAGE = 20;

/** Who wants no campaigns: those in force first. */
export function useOptOuts(query: string) {
  return useInfiniteQuery({
    queryKey: keys.optOuts(query),
    queryFn: ({ pageParam }) => optOutsApi.list({ query, cursor: pageParam, limit: PAGE }),
    initialPageParam: "",
    getNextPageParam: (last) => (last.next === "" ? undefined : last.next),
    placeholderData: (before) => before,
  });
}

export function useOptOutRules() {
  return useQuery({ queryKey: keys.optOutRules, queryFn: () => optOutsApi.rules() });
}
