import { useCallback, useEffect, useRef, useState } from "react";
import { mediaApi, stageFile } from "@/api/media";
import type { Compose, Staged } from "@/api/types";

/** A file between being chosen and being sent. */
export interface TrayFile {
  key: number;
  name: string;
  size: number;
  type: string;
  /** Shows pictures and films from memory; "" for the rest. */
  preview: string;
  /** From 0 to 1 while the backend takes it over. */
  share: number;
  staged?: Staged;
  /** A sentence when the backend refused it. */
  error: string;
  as: Compose["as"];
  caption: string;
}

export interface Staging {
  files: TrayFile[];
  /** `as` asks for one form, where the file can take it. */
  add: (files: File[], as?: Compose["as"]) => void;
  change: (key: number, change: Pick<TrayFile, "caption"> | Pick<TrayFile, "as">) => void;
  /** Forgets a file that is not sent, also while it is being handed over. */
  remove: (key: number) => void;
  /** Lets go of files that have been sent. */
  release: (keys: number[]) => void;
}

let lastKey = 0;

/** The files that wait to be sent in one conversation, each handed to the backend as soon as it is chosen. */
export function useStaging(): Staging {
  const [files, setFiles] = useState<TrayFile[]>([]);
  const stops = useRef(new Map<number, AbortController>());
  const latest = useRef(files);
  latest.current = files;

  const patch = useCallback(
    (key: number, change: Partial<TrayFile>) =>
      setFiles((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each))),
    [],
  );

  const add = useCallback(
    (chosen: File[], as: Compose["as"] = "") => {
      for (const file of chosen) {
        const entry = entryOf(file, as);
        const stop = new AbortController();
        stops.current.set(entry.key, stop);
        setFiles((all) => [...all, entry]);
        stageFile(file, { signal: stop.signal, onProgress: (share) => patch(entry.key, { share }) })
          .then((staged) => {
            if (stop.signal.aborted) void mediaApi.drop(staged.id);
            const form = as !== "" && staged.canBe.includes(as) ? as : staged.as;
            patch(entry.key, { staged, share: 1, as: form });
          })
          .catch((cause: unknown) => {
            if (!stop.signal.aborted)
              patch(entry.key, { error: cause instanceof Error ? cause.message : String(cause) });
          });
      }
    },
    [patch],
  );

  const release = useCallback(
    (keys: number[]) => setFiles((all) => all.filter((each) => !keys.includes(each.key))),
    [],
  );

  const remove = useCallback(
    (key: number) => {
      const file = latest.current.find((each) => each.key === key);
      if (file) forget(file, stops.current.get(key));
      release([key]);
    },
    [release],
  );

  // Files that were not sent are not kept for a conversation that is left.
  useEffect(
    () => () => {
      for (const file of latest.current) forget(file, stops.current.get(file.key));
    },
    [],
  );

  return { files, add, change: patch, remove, release };
}

function entryOf(file: File, as: Compose["as"]): TrayFile {
  lastKey += 1;
  const { name, size, type } = file;
  const preview = /^(image|video)\//.test(type) ? URL.createObjectURL(file) : "";
  return { key: lastKey, name, size, type, preview, share: 0, error: "", as, caption: "" };
}

function forget({ preview, staged }: TrayFile, stop: AbortController | undefined): void {
  stop?.abort();
  if (preview) URL.revokeObjectURL(preview);
  if (staged) void mediaApi.drop(staged.id).catch(() => undefined);
}
