import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { cn } from "@/lib/cn";
import { playTime } from "@/lib/dates";
import { seekTo } from "./playback";

const BARS = 40;
const STEP = 5000;

/** Loudness over time as bars of 0..100; an even line when it is not known. */
function bars(wave: number[]): number[] {
  return Array.from({ length: BARS }, (_, index) =>
    wave.length === 0 ? 12 : (wave[Math.floor((index * wave.length) / BARS)] ?? 0),
  );
}

/** The sound as a picture; pressing it goes to that place. It runs from left to right in every language, as music does. */
export function Waveform({ message, media, at }: { message: Message; media: Media; at: number }) {
  const { t } = useTranslation();
  const { durationMs, state, wave } = media;
  const ready = state === "ready" && durationMs > 0;
  const share = durationMs > 0 ? Math.min(1, at / durationMs) : 0;
  const go = (next: number) => seekTo(message, Math.max(0, Math.min(durationMs, next)));
  const press = (event: PointerEvent<HTMLElement>) => {
    if (!ready || event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    go(((event.clientX - left) / width) * durationMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    go(at + step);
  };
  return (
    <div
      role="slider"
      tabIndex={ready ? 0 : -1}
      dir="ltr"
      aria-label={t("inbox.media.place")}
      aria-disabled={!ready}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={playTime(at)}
      onPointerDown={press}
      onPointerMove={press}
      onKeyDown={ready ? onKeyDown : undefined}
      className="flex h-7 touch-none items-center gap-[2px] rounded-xs"
    >
      {bars(wave).map((loud, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          key={index}
          className={cn(
            "w-full flex-1 rounded-full",
            share > 0 && index / BARS <= share ? "bg-accent" : "bg-ink/25",
          )}
          style={{ height: `${Math.max(12, loud)}%` }}
        />
      ))}
    </div>
  );
}
