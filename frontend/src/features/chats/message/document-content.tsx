import { useMutation } from "@tanstack/react-query";
import {
  Download,
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
  Presentation,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { mediaApi } from "@/api/media";
import type { Media, Message } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { fileSize } from "@/lib/files";
import { GateText, RoundGate } from "./media-gate";

const ICONS: [RegExp, LucideIcon][] = [
  [/spreadsheet|excel|csv/, FileSpreadsheet],
  [/presentation|powerpoint/, Presentation],
  [/zip|compressed|rar|tar/, FileArchive],
  [/^image\//, FileImage],
  [/^video\//, FileVideo],
  [/^audio\//, FileMusic],
  [/pdf|text|word|document/, FileText],
];

/** The icon of a type of file. */
export function FileIcon({ mime, className }: { mime: string; className?: string }) {
  const Icon = ICONS.find(([pattern]) => pattern.test(mime))?.[1] ?? File;
  return <Icon aria-hidden className={className} />;
}

/** A file by its name: open it with the system's program, or save it. */
export function DocumentContent({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const open = useMutation({ mutationFn: () => mediaApi.open(message.id) });
  const save = useSaveFile();
  const name = media.fileName || t("inbox.kind.document");
  const ready = media.state === "ready" && message.id > 0;
  const ending = /\.([a-z0-9]{1,5})$/i.exec(media.fileName)?.[1]?.toUpperCase();
  return (
    <div className="flex w-72 max-w-full select-none items-center gap-3 rounded-md bg-ink/5 p-2.5">
      <RoundGate message={message} media={media}>
        <span className="grid size-10 shrink-0 place-items-center rounded-md bg-accent/10 text-accent">
          <FileIcon mime={media.mime} className="size-5" />
        </span>
      </RoundGate>
      <div className="min-w-0 flex-1">
        {ready ? (
          <button
            type="button"
            dir="auto"
            title={t("inbox.media.openFile", { name })}
            onClick={() => open.mutate()}
            className="line-clamp-2 break-all rounded-xs text-start font-medium hover:underline"
          >
            {name}
          </button>
        ) : (
          <span dir="auto" className="line-clamp-2 break-all font-medium">
            {name}
          </span>
        )}
        <span className="block text-12 text-soft tabular-nums">
          {ending
            ? t("inbox.media.typeAndSize", { ending, size: fileSize(media.size) })
            : fileSize(media.size)}
        </span>
        <GateText message={message} media={media} />
      </div>
      {ready ? (
        <IconButton label={t("inbox.media.saveFile", { name })} size="sm" onClick={() => save(message)}>
          <Download aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}

/** Asks where to and saves the file of a message there. */
export function useSaveFile(): (message: Message) => void {
  const save = useMutation({ mutationFn: (message: Message) => mediaApi.save(message.id) });
  return (message) => save.mutate(message);
}
