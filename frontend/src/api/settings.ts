import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { Settings, SettingsUpdate } from "@/api/types";

export const settingsApi = {
  get: bound<[], Settings>("Settings", "Get"),
  update: bound<[SettingsUpdate], Settings>("Settings", "Update"),
};

export function useSettings() {
  return useQuery({ queryKey: keys.settings, queryFn: () => settingsApi.get() });
}
