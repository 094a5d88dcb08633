import { FileText, Images, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import type { Attachment, FileKind } from "@/api/types";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";
import { fileSize } from "@/lib/files";
import { AttachmentThumb } from "./attachment-view";
import { useAttachment } from "./use-attachment";

interface AttachmentFieldProps {
  attachment: Attachment | undefined;
  onChange: (attachment: Attachment | undefined) => void;
}

/** The one file of a message: dropped here or chosen. */
export function AttachmentField({ attachment, onChange }: AttachmentFieldProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [over, setOver] = useState(false);
  const { moving, error, add, cancel } = useAttachment(onChange);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void add(file);
  };
  const shown = moving ?? attachment;
  return (
    <section
      aria-label={t("wizard.file.label")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "rounded-md border border-line p-2",
        !shown && "border-dashed",
        over && "border-accent bg-accent-wash",
      )}
    >
      {shown ? (
        <div className="flex items-center gap-3">
          <AttachmentThumb attachment={moving ? undefined : attachment} />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">
              <bdi>{shown.name}</bdi>
            </span>
            <span className="text-12 text-soft tabular-nums">
              {moving
                ? t("wizard.file.preparing", { percent: Math.round(moving.share * 100) })
                : attachment
                  ? `${t(`wizard.file.kind.${kindOf(attachment)}`)} · ${fileSize(attachment.size)}`
                  : ""}
            </span>
          </span>
          <IconButton
            size="sm"
            label={t("wizard.file.remove", { name: shown.name })}
            onClick={() => (moving ? cancel() : onChange(undefined))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 flex-1 ps-1 text-13 text-soft">{t("wizard.file.drop")}</span>
          <ChooseFile kind="picture" accept="image/*,video/*" onFile={(file) => void add(file)} />
          <ChooseFile kind="document" onFile={(file) => void add(file, "document")} />
        </div>
      )}
      {error ? (
        <p role="alert" className="px-1 pt-1 text-13 text-bad">
          {errorText(error).detail ?? errorText(error).title}
        </p>
      ) : null}
    </section>
  );
}

const KINDS: FileKind[] = ["image", "video", "audio", "voice", "document", "sticker"];

function kindOf({ kind }: Attachment): FileKind {
  return KINDS.find((each) => each === kind) ?? "document";
}

interface ChooseFileProps {
  kind: "picture" | "document";
  accept?: string;
  onFile: (file: File) => void;
}

function ChooseFile({ kind, accept, onFile }: ChooseFileProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const Icon = kind === "picture" ? Images : FileText;
  return (
    <>
      <Button size="sm" icon={<Icon aria-hidden />} onClick={() => input.current?.click()}>
        {t(`wizard.file.${kind}`)}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={t(`wizard.file.${kind}`)}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
