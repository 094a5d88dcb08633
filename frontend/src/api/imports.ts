import { useQuery } from "@tanstack/react-query";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { ImportFile, ImportOptions, ImportPreview, ImportResult } from "@/api/types";

export const importsApi = {
  stage: bound<[string, string, string], ImportFile>("Imports", "Stage"),
  configure: bound<[string, ImportOptions], ImportFile>("Imports", "Configure"),
  preview: bound<[string, ImportOptions], ImportPreview>("Imports", "Preview"),
  commit: bound<[string, ImportOptions], ImportResult>("Imports", "Commit"),
  exportRejected: bound<[string, ImportOptions], string>("Imports", "ExportRejected"),
  discard: bound<[string], void>("Imports", "Discard"),
};

/** What a commit would do with these choices; asked again with every change of them. */
export function useImportPreview(token: string, options: ImportOptions, enabled: boolean) {
  return useQuery({
    queryKey: keys.importPreview(token, options),
    queryFn: () => importsApi.preview(token, options),
    placeholderData: (before) => before,
    enabled,
    gcTime: 0,
  });
}
