import { useEffect, useRef, useState } from "react";
import { mediaApi, stageFile } from "@/api/media";
import type { Attachment, FileKind } from "@/api/types";

interface Moving {
  name: string;
  /** From 0 to 1. */
  share: number;
}

/** Hands a file to the backend, which keeps it for the message. */
export function useAttachment(onAttached: (attachment: Attachment) => void) {
  const [moving, setMoving] = useState<Moving>();
  const [error, setError] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const add = async (file: File, as?: FileKind) => {
    stop.current?.abort();
    const mine = new AbortController();
    stop.current = mine;
    setError(undefined);
    setMoving({ name: file.name, share: 0 });
    try {
      const staged = await stageFile(file, {
        signal: mine.signal,
        onProgress: (share) => setMoving({ name: file.name, share }),
      });
      const form = as && staged.canBe.includes(as) ? as : staged.as || "document";
      const attachment = await mediaApi.keep(staged.id, form);
      if (!mine.signal.aborted) onAttached(attachment);
    } catch (cause) {
      if (!mine.signal.aborted) setError(cause);
    }
    if (stop.current === mine) setMoving(undefined);
  };
  const cancel = () => {
    stop.current?.abort();
    setMoving(undefined);
  };
  return { moving, error, add, cancel };
}
