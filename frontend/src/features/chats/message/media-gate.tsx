import { CloudOff, Download, Hourglass, RotateCw } from "lucide-react";
import type { Media, Message } from "@/api/types";
import { ProgressRing } from "@/components/ui/progress-ring";
import { cn } from "@/lib/cn";
import { useTransfer } from "./use-transfer";

interface MediaGateProps {
  message: Message;
  media: Media;
}

const pill =
  "inline-flex max-w-full items-center gap-2 rounded-full bg-veil px-3.5 py-2 text-start font-medium text-13 text-veil-ink";

/** Over the place of a picture that is not here: what is missing and how to get it. */
export function PictureGate({ message, media }: MediaGateProps) {
  const { state, percent, text, action, fetch } = useTransfer(message, media);
  if (state === "ready") return null;
  const moving = state === "fetching" || state === "uploading";
  return (
    <div className="pointer-events-none absolute inset-0 grid place-content-center place-items-center gap-2 p-3">
      {moving ? (
        <ProgressRing percent={percent} label={text} className="rounded-full bg-veil text-veil-ink" />
      ) : null}
      {moving || state === "remote" ? null : (
        <span className={cn(pill, "rounded-lg font-normal")}>
          {state === "requested" ? (
            <Hourglass aria-hidden className="size-4 shrink-0" />
          ) : (
            <CloudOff aria-hidden className="size-4 shrink-0" />
          )}
          {text}
        </span>
      )}
      {action === "" ? null : (
        <button
          type="button"
          onClick={fetch}
          className={cn(pill, "pointer-events-auto hover:bg-veil-strong")}
        >
          {state === "failed" ? (
            <RotateCw aria-hidden className="size-4" />
          ) : (
            <Download aria-hidden className="size-4" />
          )}
          {action}
        </button>
      )}
    </div>
  );
}

/** At the start of a sound or a document: the same as one round button, or a ring. */
export function RoundGate({ message, media, children }: MediaGateProps & { children: React.ReactNode }) {
  const { state, percent, text, action, fetch } = useTransfer(message, media);
  if (state === "ready") return children;
  if (state === "fetching" || state === "uploading")
    return <ProgressRing percent={percent} label={text} className="shrink-0 text-accent" />;
  if (action === "") {
    return (
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-ink/6 text-soft">
        {state === "requested" ? (
          <Hourglass aria-hidden className="size-5" />
        ) : (
          <CloudOff aria-hidden className="size-5" />
        )}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-label={action}
      title={action}
      onClick={fetch}
      className="grid size-10 shrink-0 place-items-center rounded-full border border-accent/40 text-accent hover:bg-accent/10"
    >
      {state === "failed" ? (
        <RotateCw aria-hidden className="size-5" />
      ) : (
        <Download aria-hidden className="size-5" />
      )}
    </button>
  );
}

/** The words that go with `RoundGate`, below the name or the waveform. */
export function GateText({ message, media }: MediaGateProps) {
  const { state, text } = useTransfer(message, media);
  if (state === "ready" || state === "remote") return null;
  return <span className={cn("text-12", state === "failed" ? "text-bad" : "text-soft")}>{text}</span>;
}
