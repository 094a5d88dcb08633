import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  ServiceAccount,
  Sheet,
  SheetColumns,
  SheetInput,
  SheetProblem,
  SheetRun,
  SheetUpdate,
  Spreadsheet,
} from "@/api/types";

export const sheetsApi = {
  list: bound<[], Sheet[]>("Sheets", "List"),
  get: bound<[number], Sheet>("Sheets", "Get"),
  serviceAccount: bound<[], ServiceAccount>("Sheets", "ServiceAccount"),
  setServiceAccount: bound<[string], ServiceAccount>("Sheets", "SetServiceAccount"),
  deleteServiceAccount: bound<[], void>("Sheets", "DeleteServiceAccount"),
  inspect: bound<[string], Spreadsheet>("Sheets", "Inspect"),
  columns: bound<[string, string, number, string], SheetColumns>("Sheets", "Columns"),
  create: bound<[SheetInput], Sheet>("Sheets", "Create"),
  update: bound<[number, SheetUpdate], Sheet>("Sheets", "Update"),
  sync: bound<[number], Sheet>("Sheets", "Sync"),
  pause: bound<[number], Sheet>("Sheets", "Pause"),
  resume: bound<[number], Sheet>("Sheets", "Resume"),
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

export function useSheetColumns(spreadsheetId: string, tab: string, defaultCountry: string) {
  return useQuery({
    queryKey: keys.sheetColumns(spreadsheetId, tab, defaultCountry),
    queryFn: () => sheetsApi.columns(spreadsheetId, tab, 0, defaultCountry),
    enabled: spreadsheetId !== "" && tab !== "",
    gcTime: 0,
  });
}
