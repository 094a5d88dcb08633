import { useQuery } from "@tanstack/react-query";
import * as Settings from "wailsjs/go/app/Settings";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const settingsApi = {
  get: bound(Settings.Get),
  update: bound(Settings.Update),
};

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => settingsApi.get() });
}
