import { Mic, Music, Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { playTime } from "@/lib/dates";
import { GateText, RoundGate } from "./media-gate";
import { nextSpeed, togglePlay, usePlayback } from "./playback";
import { Waveform } from "./waveform";

interface SoundContentProps {
  message: Message;
  media: Media;
  /** Time and ticks, at the end of the last line. */
  meta: ReactNode;
}

/** A voice note or a sound file: play, scrub, faster. */
export function SoundContent({ message, media, meta }: SoundContentProps) {
  const { t } = useTranslation();
  const { id, playing, at, speed, failed } = usePlayback();
  const mine = id === message.id;
  const runs = mine && playing;
  const Kind = message.kind === "voice" ? Mic : Music;
  return (
    <div className="flex w-70 max-w-full select-none items-center gap-3 pt-1">
      <RoundGate message={message} media={media}>
        <button
          type="button"
          aria-label={t(runs ? "inbox.media.pause" : "inbox.media.play")}
          onClick={() => togglePlay(message)}
          className="grid size-10 shrink-0 place-items-center rounded-full bg-accent text-accent-ink hover:bg-accent-hover"
        >
          {runs ? (
            <Pause aria-hidden className="size-5 fill-current" />
          ) : (
            <Play aria-hidden className="size-5 translate-x-px fill-current" />
          )}
        </button>
      </RoundGate>
      <div className="grid min-w-0 flex-1 gap-0.5">
        {message.kind === "audio" && media.fileName ? (
          <span dir="auto" className="truncate font-medium text-13">
            {media.fileName}
          </span>
        ) : null}
        <Waveform message={message} media={media} at={mine ? at : 0} />
        <span className="flex h-5 items-center gap-1.5 text-12 text-soft tabular-nums">
          <Kind aria-hidden className="size-3" />
          {playTime(mine && at > 0 ? at : media.durationMs)}
          {mine && failed ? (
            <span className="min-w-0 truncate text-bad" title={t("inbox.media.noSound")}>
              {t("inbox.media.noSound")}
            </span>
          ) : null}
          {mine && !failed ? (
            <button
              type="button"
              aria-label={t("inbox.media.speed", { speed })}
              onClick={nextSpeed}
              className="ms-1 rounded-full bg-ink/8 px-2 font-semibold leading-[18px] hover:bg-ink/14"
            >
              {t("inbox.media.times", { speed })}
            </button>
          ) : null}
          <span className="ms-auto flex shrink-0 whitespace-nowrap">{meta}</span>
        </span>
        <GateText message={message} media={media} />
      </div>
    </div>
  );
}
