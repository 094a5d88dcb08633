import { create } from "zustand";
import { mediaUrl } from "@/api/media";
import type { Message } from "@/api/types";
import { FROM_MEMORY, intoMemory } from "@/lib/playable";

const SPEEDS = [1, 1.5, 2];

interface Playback {
  /** The message that plays or stands still, 0 for none. */
  id: number;
  playing: boolean;
  /** Milliseconds. */
  at: number;
  speed: number;
  /** The sound could not be played at all. */
  failed: boolean;
}

export const usePlayback = create<Playback>()(() => ({
  id: 0,
  playing: false,
  at: 0,
  speed: 1,
  failed: false,
}));

/** The one sound of the window: whatever starts ends what played before. */
let sound: HTMLAudioElement | undefined;

function element(): HTMLAudioElement {
  if (sound) return sound;
  sound = document.createElement("audio");
  const { setState } = usePlayback;
  sound.addEventListener("timeupdate", () => setState({ at: (sound?.currentTime ?? 0) * 1000 }));
  sound.addEventListener("play", () => setState({ playing: true }));
  sound.addEventListener("pause", () => setState({ playing: false }));
  sound.addEventListener("ended", () => setState({ playing: false, at: 0 }));
  sound.addEventListener("error", failed);
  return sound;
}

/** Phones record Ogg Opus, which not every web view plays; the backend then hands out the same as WAV. */
export function soundUrl({ id, media }: Message): string {
  const ogg = media?.mime.startsWith("audio/ogg") ?? false;
  const plays = ogg && element().canPlayType("audio/ogg; codecs=opus") !== "";
  return mediaUrl(id, ogg && !plays ? "sound" : "file");
}

function failed(): void {
  usePlayback.setState({ playing: false, failed: true });
}

/** Makes a message's sound the one that plays, and goes on with it unless another was chosen meanwhile. */
function take(message: Message, then: () => void): void {
  usePlayback.setState({ id: message.id, playing: false, at: 0, failed: false });
  const audio = element();
  const set = (url: string) => {
    if (usePlayback.getState().id !== message.id) return URL.revokeObjectURL(url);
    URL.revokeObjectURL(audio.src);
    audio.src = url;
    then();
  };
  if (FROM_MEMORY) intoMemory(soundUrl(message)).then(set, failed);
  else set(soundUrl(message)); // at once, while the click still counts
}

function play(): void {
  const audio = element();
  audio.playbackRate = usePlayback.getState().speed;
  audio.play().catch((cause: unknown) => {
    const stopped = cause instanceof DOMException && cause.name === "AbortError";
    if (!stopped) failed();
  });
}

/** Plays a message's sound, or pauses it. */
export function togglePlay(message: Message): void {
  const now = usePlayback.getState();
  if (now.id !== message.id || now.failed) take(message, play);
  else if (now.playing) element().pause();
  else play();
}

/** Goes to a place of the sound, in milliseconds. */
export function seekTo(message: Message, at: number): void {
  const seek = () => {
    element().currentTime = at / 1000;
    usePlayback.setState({ at });
  };
  if (usePlayback.getState().id !== message.id) take(message, seek);
  else seek();
}

export function nextSpeed(): void {
  const { speed } = usePlayback.getState();
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  element().playbackRate = next;
  usePlayback.setState({ speed: next });
}

/** Silence, when a conversation is left or a film is opened. */
export function stopSound(): void {
  sound?.pause();
}
