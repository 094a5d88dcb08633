import * as Media from "wailsjs/go/app/Media";
import { bound } from "@/api/client";
import type { Staged } from "@/api/types";
import { toBase64 } from "@/lib/files";

export const mediaApi = {
  stage: bound(Media.Stage),
  append: bound(Media.Append),
  finish: bound(Media.Finish),
  keep: bound(Media.Keep),
  drop: bound(Media.Drop),
  fetch: bound(Media.Fetch),
  open: bound(Media.Open),
  save: bound(Media.Save),
};

/** Bytes of a file that cross to Go at once; a multiple of three, so that no part needs padding. */
const PART = 384 * 1024;

/** Where the page finds the file of a message, its small picture, or its sound in a form every web view plays. */
export function mediaUrl(messageId: number, part: "file" | "thumb" | "sound" = "file"): string {
  return part === "file" ? `/media/${messageId}` : `/media/${messageId}/${part}`;
}

interface StageOptions {
  /** Is told the share that has crossed, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Hands a file over to the backend, part by part. When it is stopped, nothing of it is left there. */
export async function stageFile(file: File, { onProgress, signal }: StageOptions): Promise<Staged> {
  const { id } = await mediaApi.stage(file.name, file.size);
  try {
    for (let at = 0; at < file.size; at += PART) {
      signal.throwIfAborted();
      await mediaApi.append(id, await toBase64(file.slice(at, at + PART)));
      onProgress(Math.min(1, (at + PART) / file.size));
    }
    signal.throwIfAborted();
    return await mediaApi.finish(id);
  } catch (cause) {
    await mediaApi.drop(id).catch(() => undefined);
    throw cause;
  }
}
