import { useQuery } from "@tanstack/react-query";
import * as Imports from "wailsjs/go/app/Imports";
import { bound } from "@/api/client";
import { keys } from "@/api/keys";
import type { ImportOptions } from "@/api/types";

export const importsApi = {
  stage: bound(Imports.Stage),
  configure: bound(Imports.Configure),
  preview: bound(Imports.Preview),
  commit: bound(Imports.Commit),
  exportRejected: bound(Imports.ExportRejected),
  discard: bound(Imports.Discard),
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
