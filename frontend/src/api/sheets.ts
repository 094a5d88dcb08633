import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  ServiceAccount,
  Sheet,
  SheetColumns,
  SheetInput,
  SheetInspection,
  SheetProblem,
  SheetRun,
} from "@/api/types";

export const sheetsApi = {
  list: bound<[], Sheet[]>("Sheets", "List"),
  get: bound<[number], Sheet>("Sheets", "Get"),
  serviceAccount: bound<[], ServiceAccount>("Sheets", "ServiceAccount"),
  setServiceAccount: bound<[string], ServiceAccount>("Sheets", "SetServiceAccount"),
  inspect: bound<[string], SheetInspection>("Sheets", "Inspect"),
  columns: bound<[string, string, number], SheetColumns>("Sheets", "Columns"),
  create: bound<[SheetInput], Sheet>("Sheets", "Create"),
  update: bound<[number, SheetInput], Sheet>("Sheets", "Update"),
  syncNow: bound<[number], void>("Sheets", "SyncNow"),
  pause: bound<[number], void>("Sheets", "Pause"),
  resume: bound<[number], void>("Sheets", "Resume"),
  delete: bound<[number], void>("Sheets", "Delete"),
  runs: bound<[number], SheetRun[]>("Sheets", "Runs"),
  problems: bound<[number], SheetProblem[]>("Sheets", "Problems"),
};

export function useSheets() {
  return useQuery({ queryKey: keys.sheetList, queryFn: () => sheetsApi.list() });
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

export function useSheetColumns(spreadsheetId: string, tab: string, headerRow: number) {
  return useQuery({
    queryKey: keys.sheetColumns(spreadsheetId, tab, headerRow),
    queryFn: () => sheetsApi.columns(spreadsheetId, tab, headerRow),
    enabled: spreadsheetId !== "" && tab !== "",
    staleTime: 0,
  });
}
