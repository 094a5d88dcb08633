import { useQuery } from "@tanstack/react-query";
import * as Sheets from "wailsjs/go/app/Sheets";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";

export const sheetsApi = {
  list: bound(Sheets.List),
  get: bound(Sheets.Get),
  serviceAccount: bound(Sheets.ServiceAccount),
  setServiceAccount: bound(Sheets.SetServiceAccount),
  deleteServiceAccount: bound(Sheets.DeleteServiceAccount),
  inspect: bound(Sheets.Inspect),
  columns: bound(Sheets.Columns),
  create: bound(Sheets.Create),
  update: bound(Sheets.Update),
  sync: bound(Sheets.Sync),
  pause: bound(Sheets.Pause),
  resume: bound(Sheets.Resume),
  delete: bound(Sheets.Delete),
  runs: bound(Sheets.Runs),
  problems: bound(Sheets.Problems),
};

export function useSheets() {
  return useQuery({ queryKey: keys.sheetList, queryFn: () => sheetsApi.list() });
}

export function useSheet(id: number) {
  return useQuery({ queryKey: keys.sheet(id), queryFn: () => sheetsApi.get(id) });
}

export function useServiceAccount() {
  return useQuery({ queryKey: keys.serviceAccount, queryFn: () => sheetsApi.serviceAccount() });
}

export function useSheetRuns(id: number) {
  return useQuery({ queryKey: keys.sheetRuns(id), queryFn: () => sheetsApi.runs(id) });
}

export function useSheetProblems(id: number) {
  return useQuery({ queryKey: keys.sheetProblems(id), queryFn: () => sheetsApi.problems(id) });
}

export function useSheetColumns(spreadsheetId: string, tab: string, defaultCountry: string) {
  return useQuery({
    queryKey: keys.sheetColumns(spreadsheetId, tab, defaultCountry),
    queryFn: () => sheetsApi.columns(spreadsheetId, tab, 0, defaultCountry),
    enabled: spreadsheetId !== "" && tab !== "",
    gcTime: 0,
  });
}
