import { useQuery } from "@tanstack/react-query";
import * as Settings from "wailsjs/go/app/Settings";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const settingsApi = {
  get: bound(Settings.Get),
  update: bound(Settings.Update),
  loosestPace: bound(Settings.LoosestPace),
  loosestRules: bound(Settings.LoosestRules),
};

/** The fastest pace that anybody can choose. It does not change while the app runs. */
export function useLoosestPace() {
  return useQuery({ queryKey: keys.loosestPace, queryFn: () => settingsApi.loosestPace() });
}

/** The loosest rules that anybody can choose; 0 means that there is no ceiling. */
export function useLoosestRules() {
  return useQuery({ queryKey: keys.loosestRules, queryFn: () => settingsApi.loosestRules() });
}

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => settingsApi.get() });
}
