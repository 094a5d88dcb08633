import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { takeHandedOver } from "@/api/handover";
import { importsApi } from "@/api/imports";
import { useSettings } from "@/api/settings";
import type { ImportFile, ImportOptions, ImportResult } from "@/api/types";
import { toBase64 } from "@/lib/files";

export type ImportStep = "file" | "columns" | "check" | "done";

/** A file on its way in: what was chosen so far, and the verbs that move it on. */
export function useImport() {
  const { data: settings } = useSettings();
  const [step, setStep] = useState<ImportStep>("file");
  const [file, setFile] = useState<ImportFile | null>(null);
  const [options, setOptions] = useState<ImportOptions | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);

  const take = (next: ImportFile, keep?: ImportOptions) => {
    setFile(next);
    setOptions({
      tab: next.tab,
      encoding: next.encoding,
      delimiter: next.delimiter,
      headerRow: next.headerRow,
      mapping: next.columns.map((column) => column.guess),
      defaultCountry: keep?.defaultCountry ?? next.defaultCountry,
      tags: keep?.tags ?? [],
      stageId: keep?.stageId ?? 0,
    });
  };

  const stage = useMutation({
    mutationFn: async (chosen: File) =>
      importsApi.stage(chosen.name, await toBase64(chosen), settings?.defaultCountry ?? ""),
    onSuccess: (next) => {
      take(next);
      setStep("columns");
    },
    meta: { inline: true },
  });
  const { mutate: begin } = stage;
  useEffect(() => {
    const handed = takeHandedOver();
    if (handed) begin(handed);
  }, [begin]);
  const configure = useMutation({
    mutationFn: ({ token, change }: { token: string; change: ImportOptions }) =>
      importsApi.configure(token, change),
    onSuccess: (next) => take(next, options ?? undefined),
  });
  const commit = useMutation({
    mutationFn: ({ token, choices }: { token: string; choices: ImportOptions }) =>
      importsApi.commit(token, choices),
    onSuccess: (done) => {
      setResult(done);
      setStep("done");
    },
  });

  return {
    step,
    setStep,
    file,
    options,
    result,
    stage,
    commit,
    change: (change: Partial<ImportOptions>) =>
      setOptions((before) => (before ? { ...before, ...change } : before)),
    /** Reads the file again in another way; the mapping is guessed anew. */
    reread: (change: Partial<Pick<ImportOptions, "tab" | "encoding" | "delimiter">>) => {
      if (file && options)
        configure.mutate({ token: file.token, change: { ...options, ...change, mapping: [] } });
    },
    restart: () => {
      if (file && !result) void importsApi.discard(file.token);
      setFile(null);
      setOptions(null);
      setResult(null);
      stage.reset();
      setStep("file");
    },
  };
}
