import { Circle } from "lucide-react";
import type { DemoMessage } from "@/api/types";
import { KindIcon, useKindWord } from "@/components/kind-icon";
import { cn } from "@/lib/cn";
import { playTime } from "@/lib/dates";

/** What a message holds beside its words; nothing for a text. */
export function DemoContent({ message }: { message: DemoMessage }) {
  const { kind, picture } = message;
  const kindWord = useKindWord();
  if (kind === "text" || kind === "delete") return null;
  if (picture !== "") {
    // The size is known before the picture is, or the end of the conversation would move out of view.
    const shape =
      kind === "sticker" ? "size-28 object-contain" : "-mx-1.5 aspect-4/3 w-60 rounded-md object-cover";
    return <img src={picture} alt={kindWord(kind)} className={cn("my-0.5", shape)} />;
  }
  if (kind === "poll") return <Poll message={message} />;
  return <Row message={message} />;
}

/** The picture of the kind, with the name of a file, a place or a person. */
function Row({ message: { kind, title, detail, seconds } }: { message: DemoMessage }) {
  const kindWord = useKindWord();
  const small = detail || (seconds > 0 ? playTime(seconds * 1000) : "") || (title ? kindWord(kind) : "");
  return (
    <span className="my-0.5 flex items-center gap-2.5">
      <span className="grid size-9 shrink-0 place-items-center rounded-md bg-accent/10 text-accent">
        <KindIcon kind={kind} className="size-4.5" />
      </span>
      <span className="min-w-0">
        <b dir="auto" className="block break-words font-medium">
          {title || kindWord(kind)}
        </b>
        <bdi className="block text-12 text-soft tabular-nums">{small}</bdi>
      </span>
    </span>
  );
}

function Poll({ message: { kind, text, options } }: { message: DemoMessage }) {
  return (
    <span className="my-0.5 grid gap-1">
      <b dir="auto" className="break-words font-semibold">
        <KindIcon kind={kind} className="me-1.5 inline-block size-4 align-[-3px] text-accent" />
        {text}
      </b>
      {options.map((option) => (
        <span key={option} className="flex items-start gap-2">
          <Circle aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />
          <span dir="auto" className="min-w-0 break-words">
            {option}
          </span>
        </span>
      ))}
    </span>
  );
}
