import { useQuery } from "@tanstack/react-query";
import * as Templates from "wailsjs/go/app/Templates";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const templatesApi = {
  list: bound(Templates.List),
  create: bound(Templates.Create),
  update: bound(Templates.Update),
  delete: bound(Templates.Delete),
  variables: bound(Templates.Variables),
};

export function useTemplates() {
  return useQuery({ queryKey: keys.templates, queryFn: () => templatesApi.list() });
}

/** The titles of the user's own columns, which messages can use. */
export function useVariables() {
  return useQuery({ queryKey: keys.variables, queryFn: () => templatesApi.variables() });
}
