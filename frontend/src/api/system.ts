import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { Startup, SystemInfo } from "@/api/types";

export const systemApi = {
  info: bound<[], SystemInfo>("System", "Info"),
  restoreBackup: bound<[string], Startup>("System", "RestoreBackup"),
  retryStart: bound<[], Startup>("System", "RetryStart"),
  openLink: bound<[string], void>("System", "OpenLink"),
  openDataFolder: bound<[], void>("System", "OpenDataFolder"),
  answerClose: bound<[boolean], void>("System", "AnswerClose"),
  quit: bound<[], void>("System", "Quit"),
};

export function useSystem() {
  return useQuery({ queryKey: keys.system, queryFn: () => systemApi.info() });
}
