import { useQuery } from "@tanstack/react-query";
import * as Sheets from "wailsjs/go/app/Sheets";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { SheetInput, SheetPlace } from "@/api/types";

export const sheetsApi = {
  list: bound(Sheets.List),
  get: bound(Sheets.Get),
  serviceAccount: bound(Sheets.ServiceAccount),
  setServiceAccount: bound(Sheets.SetServiceAccount),
  deleteServiceAccount: bound(Sheets.DeleteServiceAccount),
  google: bound(Sheets.Google),
  signIn: bound(Sheets.SignIn),
  cancelSignIn: bound(Sheets.CancelSignIn),
  signOut: bound(Sheets.SignOut),
  setGoogleClient: bound(Sheets.SetGoogleClient),
  inspect: bound(Sheets.Inspect),
  chooseFile: bound(Sheets.ChooseFile),
  inspectFile: bound(Sheets.InspectFile),
  tabs: bound(Sheets.Tabs),
  columns: bound(Sheets.Columns),
  preview: bound(Sheets.Preview),
  create: bound(Sheets.Create),
  update: bound(Sheets.Update),
  sync: bound(Sheets.Sync),
  pause: bound(Sheets.Pause),
  resume: bound(Sheets.Resume),
  delete: bound(Sheets.Delete),
  runs: bound(Sheets.Runs),
  problems: bound(Sheets.Problems),
  conflicts: bound(Sheets.Conflicts),
  settle: bound(Sheets.Settle),
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

/** Who is signed in to Google, and whether anybody can be. */
export function useGoogle() {
  return useQuery({ queryKey: keys.google, queryFn: () => sheetsApi.google() });
}

export function useSheetRuns(id: number) {
  return useQuery({ queryKey: keys.sheetRuns(id), queryFn: () => sheetsApi.runs(id) });
}

export function useSheetProblems(id: number) {
  return useQuery({ queryKey: keys.sheetProblems(id), queryFn: () => sheetsApi.problems(id) });
}

export function useSheetConflicts(id: number, enabled: boolean) {
  return useQuery({ queryKey: keys.sheetConflicts(id), queryFn: () => sheetsApi.conflicts(id), enabled });
}

/** The tabs of a connected spreadsheet as they are now; asked only when one is to be chosen. */
export function useSheetTabs(id: number, enabled: boolean) {
  return useQuery({ queryKey: keys.sheetTabs(id), queryFn: () => sheetsApi.tabs(id), enabled });
}

/** A tab's columns; a header row of 0 is looked for. */
export function useSheetColumns(place: SheetPlace, tab: string, headerRow: number, defaultCountry: string) {
  const { access, spreadsheetId, path } = place;
  const at = { access, spreadsheetId, path };
  return useQuery({
    queryKey: keys.sheetColumns(at, tab, headerRow, defaultCountry),
    queryFn: () => sheetsApi.columns(at, tab, headerRow, defaultCountry),
    enabled: tab !== "",
    gcTime: 0,
  });
}

/** The first rows as the leads they would become; the answer before stays until the next is there. */
export function useSheetPreview(input: SheetInput | null) {
  return useQuery({
    queryKey: keys.sheetPreview(input),
    queryFn: () => (input ? sheetsApi.preview(input) : Promise.reject(new Error("nothing to preview"))),
    placeholderData: (before) => before,
    enabled: input !== null,
    gcTime: 0,
  });
}
