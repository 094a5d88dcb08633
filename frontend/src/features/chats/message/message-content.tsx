import type { ReactNode } from "react";
import type { Message } from "@/api/types";
import { CardsContent } from "./cards-content";
import { DocumentContent } from "./document-content";
import { NoteContent } from "./note-content";
import { PhotoContent, StickerContent, VideoContent } from "./picture-content";
import { PlaceContent } from "./place-content";
import { PollContent } from "./poll-content";
import { SoundContent } from "./sound-content";

/** What a message holds beside its words, by kind; nothing for a text. Some place the small print themselves. */
export function MessageContent({ message, meta }: { message: Message; meta: ReactNode }) {
  const { kind, media, detail, deletedAt } = message;
  if (deletedAt > 0) return <NoteContent message={message} />;
  if (media) {
    if (kind === "image") return <PhotoContent message={message} media={media} meta={meta} />;
    if (kind === "video") return <VideoContent message={message} media={media} meta={meta} />;
    if (kind === "sticker") return <StickerContent message={message} media={media} />;
    if (kind === "voice" || kind === "audio")
      return <SoundContent message={message} media={media} meta={meta} />;
    if (kind === "document") return <DocumentContent message={message} media={media} />;
  }
  if (detail.location) return <PlaceContent place={detail.location} />;
  if (detail.cards) return <CardsContent cards={detail.cards} />;
  if (detail.poll) return <PollContent question={message.text} {...detail.poll} />;
  return kind === "text" ? null : <NoteContent message={message} />;
}
