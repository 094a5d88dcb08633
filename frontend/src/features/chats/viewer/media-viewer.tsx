import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { WhatsAppText } from "@/components/whatsapp-text";
import { cn } from "@/lib/cn";
import { Film } from "../film";
import { fileUrlOf } from "../local-files";
import { ViewerBar, viewerButton } from "./viewer-bar";
import { ZoomImage } from "./zoom-image";

interface MediaViewerProps {
  /** The pictures and films of the conversation that are loaded, the oldest first. */
  messages: Message[];
  start: Message;
  name: string;
  onForward: (message: Message) => void;
  onClose: () => void;
}

const MAX_ZOOM = 8;

/** A picture or a film over everything; the arrows go to the ones before and after it. */
export function MediaViewer({ messages, start, name, onForward, onClose }: MediaViewerProps) {
  const { t } = useTranslation();
  const [id, setId] = useState(start.id);
  const [zoom, setZoom] = useState(1);
  const at = messages.findIndex((each) => each.id === id);
  const message = messages[at] ?? start;
  const film = message.kind === "video";
  const scale = (next: number) => setZoom(Math.min(MAX_ZOOM, Math.max(1, next)));
  const go = (step: number) => {
    const next = messages[at + step];
    if (!next) return;
    setId(next.id);
    setZoom(1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const inFilm = event.target instanceof HTMLVideoElement;
    const forwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const acts: Record<string, () => void> = {
      "+": () => scale(zoom * 1.5),
      "=": () => scale(zoom * 1.5),
      "-": () => scale(zoom / 1.5),
      "0": () => setZoom(1),
    };
    if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !inFilm)
      go(event.key === forwards ? 1 : -1);
    else if (!film) acts[event.key]?.();
  };
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup
          onKeyDown={onKeyDown}
          className="fixed inset-0 z-50 flex flex-col bg-veil-strong text-veil-ink outline-none"
        >
          <ViewerBar
            message={message}
            name={name}
            zoom={film ? 0 : zoom}
            onZoom={scale}
            onForward={() => onForward(message)}
          />
          <div className="relative min-h-0 flex-1">
            {film ? (
              <Film
                key={message.id}
                src={fileUrlOf(message)}
                controls
                autoPlay
                className="absolute inset-0 m-auto max-h-full max-w-full"
              />
            ) : (
              <ZoomImage
                key={message.id}
                src={fileUrlOf(message)}
                alt={message.text || t("inbox.kind.image")}
                zoom={zoom}
                onZoom={scale}
              />
            )}
            <Step label={t("inbox.viewer.previous")} side="start" hidden={at <= 0} onClick={() => go(-1)} />
            <Step
              label={t("inbox.viewer.next")}
              side="end"
              hidden={at < 0 || at >= messages.length - 1}
              onClick={() => go(1)}
            />
          </div>
          {message.text ? (
            <p
              dir="auto"
              data-selectable
              className="max-h-28 shrink-0 overflow-y-auto px-[10%] py-4 text-center"
            >
              <WhatsAppText text={message.text} />
            </p>
          ) : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface StepProps {
  label: string;
  side: "start" | "end";
  hidden: boolean;
  onClick: () => void;
}

function Step({ label, side, hidden, onClick }: StepProps) {
  if (hidden) return null;
  const Arrow = side === "start" ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={cn(
        viewerButton,
        "absolute inset-y-0 my-auto size-11 bg-veil",
        side === "start" ? "start-4" : "end-4",
      )}
    >
      <Arrow aria-hidden className="rtl:-scale-x-100" />
    </button>
  );
}
