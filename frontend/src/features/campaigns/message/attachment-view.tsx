import { LoaderCircle, Play } from "lucide-react";
import type { Attachment } from "@/api/types";
import { KindIcon } from "@/components/kind-icon";
import { fileSize } from "@/lib/files";

function pictureOf({ thumb }: Attachment): string {
  return thumb === "" ? "" : `data:image/jpeg;base64,${thumb}`;
}

/** A file, small; undefined while it is on its way. */
export function AttachmentThumb({ attachment }: { attachment: Attachment | undefined }) {
  const picture = attachment ? pictureOf(attachment) : "";
  return (
    <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-sm bg-sunken text-soft">
      {picture ? (
        <img src={picture} alt="" draggable={false} className="size-full object-cover" />
      ) : attachment ? (
        <KindIcon kind={attachment.kind} className="size-5" />
      ) : (
        <LoaderCircle aria-hidden className="size-5 animate-spin" />
      )}
    </span>
  );
}

/** A file as it stands in a message. */
export function AttachmentBubble({ attachment }: { attachment: Attachment }) {
  const picture = pictureOf(attachment);
  const { kind, name, size, width, height } = attachment;
  if (kind === "image" || kind === "video" || kind === "sticker") {
    const shape = width > 0 && height > 0 ? Math.min(1.9, Math.max(0.75, width / height)) : 4 / 3;
    return (
      <span
        data-testid="preview-file"
        className="relative grid w-full min-w-44 place-items-center overflow-hidden rounded-md bg-sunken text-soft"
        style={{ aspectRatio: shape }}
      >
        {picture ? (
          <img
            src={picture}
            alt={name}
            draggable={false}
            className="absolute inset-0 size-full object-cover"
          />
        ) : (
          <KindIcon kind={kind} className="size-8" />
        )}
        {kind === "video" && picture ? (
          <span className="relative grid size-10 place-items-center rounded-full bg-veil text-veil-ink">
            <Play aria-hidden className="size-5" />
          </span>
        ) : null}
      </span>
    );
  }
  return (
    <span data-testid="preview-file" className="flex min-w-44 items-center gap-2.5 rounded-md bg-ink/5 p-2.5">
      <KindIcon kind={kind} className="size-6 shrink-0 text-soft" />
      <span className="min-w-0">
        <span className="block truncate font-medium text-13">
          <bdi>{name}</bdi>
        </span>
        <span className="block text-12 text-soft">
          <bdi>{fileSize(size)}</bdi>
        </span>
      </span>
    </span>
  );
}
