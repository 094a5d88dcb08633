import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ProgressRing } from "@/components/ui/progress-ring";
import { cn } from "@/lib/cn";
import { FileIcon } from "../message/document-content";
import type { TrayFile } from "./use-staging";

function Picture({ file, className }: { file: TrayFile; className: string }) {
  if (file.preview === "")
    return <FileIcon mime={file.staged?.mime ?? file.type} className="size-6 text-soft" />;
  return file.type.startsWith("video/") ? (
    <video src={file.preview} muted playsInline preload="metadata" className={className} />
  ) : (
    <img src={file.preview} alt="" draggable={false} className={className} />
  );
}

/** The file that is being looked at, as large as there is room. */
export function FilePreview({ file }: { file: TrayFile }) {
  const { t } = useTranslation();
  const moving = !file.staged && file.error === "";
  const percent = Math.round(file.share * 100);
  return (
    <div
      className={cn(
        "relative grid shrink-0 place-items-center overflow-hidden rounded-md bg-surface",
        file.preview ? "h-32 w-44" : "size-16",
      )}
    >
      <Picture file={file} className="absolute inset-0 size-full object-contain" />
      {moving ? (
        <ProgressRing
          percent={percent}
          label={t("inbox.tray.preparing", { percent })}
          className="rounded-full bg-veil text-veil-ink"
        />
      ) : null}
    </div>
  );
}

interface TrayThumbProps {
  file: TrayFile;
  current: boolean;
  onChoose: () => void;
}

/** One of several files, small. */
export function TrayThumb({ file, current, onChoose }: TrayThumbProps) {
  return (
    <button
      type="button"
      aria-label={file.name}
      aria-pressed={current}
      title={file.name}
      onClick={onChoose}
      className={cn(
        "relative grid size-12 shrink-0 place-items-center overflow-hidden rounded-md border-2 border-line bg-surface",
        current && "border-accent",
      )}
    >
      <Picture file={file} className="absolute inset-0 size-full object-cover" />
      {file.error ? (
        <CircleAlert aria-hidden className="relative size-5 rounded-full bg-surface text-bad" />
      ) : null}
    </button>
  );
}
