import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mediaUrl } from "@/api/media";
import type { Quote } from "@/api/types";
import { KindIcon, useKindWord } from "@/components/kind-icon";
import { cn } from "@/lib/cn";
import { plainLine } from "@/lib/whatsapp-format";
import { useThread } from "../thread-context";

/** The message that is answered; a click goes there. */
export function QuoteBlock({ quote, className }: { quote: Quote; className?: string }) {
  const { t } = useTranslation();
  const { jumpTo } = useThread();
  const here = quote.messageId > 0;
  return (
    <button
      type="button"
      disabled={!here}
      title={here ? t("inbox.message.toQuoted") : t("inbox.message.quotedGone")}
      onClick={() => jumpTo(quote.messageId)}
      className={cn(
        "mb-1 flex w-full min-w-44 max-w-full select-none overflow-hidden rounded-sm border-accent border-s-3 bg-accent/8 text-start text-13 enabled:hover:bg-accent/14",
        className,
      )}
    >
      <QuoteText quote={quote} />
      <QuotePicture quote={quote} />
    </button>
  );
}

/** Who said it and how it began. */
export function QuoteText({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  const { chat } = useThread();
  const kindWord = useKindWord();
  const line = plainLine(quote.text) || kindWord(quote.kind);
  return (
    <span className="min-w-0 flex-1 px-2.5 py-1">
      <b dir="auto" className="block truncate font-semibold">
        {quote.fromMe ? t("inbox.message.quotedYou") : chat.name || chat.phoneDisplay}
      </b>
      <span className="line-clamp-2 break-words text-soft">
        <KindIcon kind={quote.kind} className="me-1 inline-block size-3.5 align-[-2px]" />
        <span dir="auto">{line}</span>
      </span>
    </span>
  );
}

export function QuotePicture({ quote }: { quote: Quote }) {
  const [missing, setMissing] = useState(false);
  const pictured = quote.kind === "image" || quote.kind === "video";
  if (!pictured || missing || quote.messageId <= 0) return null;
  return (
    <img
      src={mediaUrl(quote.messageId, "thumb")}
      alt=""
      onError={() => setMissing(true)}
      className="size-11 shrink-0 self-stretch object-cover"
    />
  );
}
