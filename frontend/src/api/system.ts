import { useQuery } from "@tanstack/react-query";
import * as System from "wailsjs/go/app/System";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const systemApi = {
  info: bound(System.Info),
  restoreBackup: bound(System.RestoreBackup),
  retryStart: bound(System.RetryStart),
  openLink: bound(System.OpenLink),
  openDataFolder: bound(System.OpenDataFolder),
  answerClose: bound(System.AnswerClose),
  quit: bound(System.Quit),
  reportCrash: bound(System.ReportCrash),
};

export function useSystem() {
  return useQuery({ queryKey: keys.system, queryFn: () => systemApi.info() });
}
