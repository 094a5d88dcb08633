import { Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { mediaUrl } from "@/api/media";
import type { Media, Message } from "@/api/types";
import { cn } from "@/lib/cn";
import { playTime } from "@/lib/dates";
import { fitInto } from "@/lib/fit";
import { Film } from "../film";
import { fileUrlOf } from "../local-files";
import { useThread } from "../thread-context";
import { PictureGate } from "./media-gate";

const BOUNDS = { maxWidth: 320, maxHeight: 360, minWidth: 200, minHeight: 120 };
const STICKER = { maxWidth: 168, maxHeight: 168, minWidth: 96, minHeight: 96 };

/** How wide the bubble around a picture is, its padding not counted. */
export function pictureWidth(media: Media): number {
  return fitInto(media.width, media.height, BOUNDS).width;
}

export function pictureHeight(media: Media): number {
  return fitInto(media.width, media.height, BOUNDS).height;
}

interface PictureContentProps {
  message: Message;
  media: Media;
  /** Time and ticks, when no caption carries them. */
  meta: ReactNode;
}

/** A photo: its room is kept, its small blurred likeness stands there until it has come. */
export function PhotoContent({ message, media, meta }: PictureContentProps) {
  const { t } = useTranslation();
  return (
    <Framed message={message} media={media} meta={meta} label={t("inbox.media.openPhoto")}>
      <Arriving
        src={fileUrlOf(message)}
        alt={message.text || t("inbox.kind.image")}
        className="object-cover"
      />
    </Framed>
  );
}

/** A film: its poster and length; it plays in the viewer. What moves like a GIF plays here, without sound. */
export function VideoContent({ message, media, meta }: PictureContentProps) {
  const { t } = useTranslation();
  return (
    <Framed message={message} media={media} meta={meta} label={t("inbox.media.playVideo")}>
      {media.animated ? (
        <Film
          src={fileUrlOf(message)}
          autoPlay
          loop
          muted
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <>
          {media.hasThumb ? null : (
            <video
              src={`${fileUrlOf(message)}#t=0.1`}
              preload="metadata"
              muted
              playsInline
              className="absolute inset-0 size-full object-cover"
            />
          )}
          <span className="absolute inset-0 m-auto grid size-13 place-items-center rounded-full bg-veil text-veil-ink">
            <Play aria-hidden className="size-6 translate-x-px fill-current" />
          </span>
          {media.durationMs > 0 ? (
            <span className="absolute start-2 bottom-2 rounded-full bg-veil px-2 text-12 text-veil-ink leading-5 tabular-nums">
              {playTime(media.durationMs)}
            </span>
          ) : null}
        </>
      )}
    </Framed>
  );
}

function Framed({
  message,
  media,
  meta,
  label,
  children,
}: PictureContentProps & { label: string; children: ReactNode }) {
  const { view } = useThread();
  const { width, height } = fitInto(media.width, media.height, BOUNDS);
  return (
    <div
      className="relative max-w-full overflow-hidden rounded-md bg-ink/6"
      style={{ width, aspectRatio: `${width} / ${height}` }}
    >
      {media.hasThumb ? (
        <img
          src={mediaUrl(message.id, "thumb")}
          alt=""
          className={cn(
            "absolute inset-0 size-full object-cover",
            (message.kind === "image" || media.state !== "ready") && "scale-110 blur-sm",
          )}
        />
      ) : null}
      {media.state === "ready" ? (
        <button
          type="button"
          aria-label={label}
          onClick={() => view(message)}
          className="absolute inset-0 -outline-offset-3"
        >
          {children}
        </button>
      ) : null}
      <PictureGate message={message} media={media} />
      {meta ? <span className="pointer-events-none absolute end-2 bottom-2 flex">{meta}</span> : null}
    </div>
  );
}

export function StickerContent({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { width, height } = fitInto(media.width || 512, media.height || 512, STICKER);
  return (
    <div className="relative" style={{ width, height }}>
      {media.state === "ready" ? (
        <Arriving src={fileUrlOf(message)} alt={t("inbox.kind.sticker")} className="object-contain" />
      ) : (
        <div className="absolute inset-0 rounded-lg bg-ink/6" />
      )}
      <PictureGate message={message} media={media} />
    </div>
  );
}

/** A picture that fades in over what stands below it. */
function Arriving({ src, alt, className }: { src: string; alt: string; className: string }) {
  const [here, setHere] = useState(false);
  return (
    <img
      src={src}
      alt={alt}
      decoding="async"
      draggable={false}
      onLoad={() => setHere(true)}
      className={cn("absolute inset-0 size-full transition-opacity", !here && "opacity-0", className)}
    />
  );
}
