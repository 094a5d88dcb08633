import { useTranslation } from "react-i18next";
import type { DemoMessage } from "@/api/types";
import { KindIcon, useKindWord } from "@/components/kind-icon";
import { WhatsAppText } from "@/components/whatsapp-text";
import { cn } from "@/lib/cn";
import { timeOfDay } from "@/lib/dates";
import { plainLine } from "@/lib/whatsapp-format";
import { DemoContent } from "./demo-content";

interface DemoBubbleProps {
  message: DemoMessage;
  /** Whose phone it is, and who writes to it. */
  name: string;
  owner: string;
}

/** One message on a customer's phone. */
export function DemoBubble({ message, name, owner }: DemoBubbleProps) {
  const { t } = useTranslation();
  const kindWord = useKindWord();
  const { fromMe, kind, text, edited, reactions } = message;
  const deleted = kind === "delete";
  return (
    <div
      data-testid="demo-message"
      className={cn(
        "flex max-w-[85%] flex-col",
        fromMe ? "items-end justify-self-end" : "justify-self-start",
      )}
    >
      <div
        data-selectable
        className={cn(
          "max-w-full rounded-lg border px-3 py-1.5 text-13",
          fromMe ? "border-transparent bg-mine" : "border-line bg-theirs",
        )}
      >
        {message.quote ? <Quote quote={message.quote} who={message.quote.fromMe ? name : owner} /> : null}
        <DemoContent message={message} />
        {deleted ? (
          <i className="text-soft">
            <KindIcon kind={kind} className="me-1 inline-block size-3.5 align-[-2px]" />
            {kindWord(kind)}
          </i>
        ) : null}
        <span dir="auto" className={cn(kind === "poll" && "hidden")}>
          <WhatsAppText text={text} />
        </span>
        <span className="float-end ms-3 mt-1 text-12 text-soft tabular-nums">
          {edited && !deleted ? `${t("inbox.message.edited")} ` : null}
          {timeOfDay(message.at)}
        </span>
      </div>
      {reactions.length > 0 ? (
        <span className="-mt-1.5 z-1 flex gap-1 px-2">
          {reactions.map((each) => (
            <span
              key={String(each.fromMe)}
              role="img"
              aria-label={t("inbox.react.by", { emoji: each.emoji, name: each.fromMe ? name : owner })}
              className="grid h-6 place-items-center rounded-full border border-line bg-surface px-1.5 text-14 leading-none"
            >
              {each.emoji}
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}

function Quote({ quote, who }: { quote: NonNullable<DemoMessage["quote"]>; who: string }) {
  const kindWord = useKindWord();
  return (
    <span className="mb-1 block rounded-sm border-accent border-s-3 bg-accent/8 px-2.5 py-1 text-12">
      <b dir="auto" className="block truncate font-semibold">
        {who}
      </b>
      <span className="line-clamp-2 break-words text-soft">
        <KindIcon kind={quote.kind} className="me-1 inline-block size-3.5 align-[-2px]" />
        <span dir="auto">{plainLine(quote.text) || kindWord(quote.kind)}</span>
      </span>
    </span>
  );
}
