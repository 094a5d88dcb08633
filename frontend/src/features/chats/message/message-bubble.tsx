import { CircleAlert, RotateCw } from "lucide-react";
import type { KeyboardEvent, MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import type { Message } from "@/api/types";
import { WhatsAppText } from "@/components/whatsapp-text";
import { cn } from "@/lib/cn";
import { dayAndTime } from "@/lib/dates";
import { emojiCount } from "@/lib/emoji";
import { useThread } from "../thread-context";
import { openMessageMenu } from "./menu-store";
import { MessageContent } from "./message-content";
import { MessageLabels } from "./message-labels";
import { MessageMeta } from "./message-meta";
import { canReply } from "./message-rules";
import { MessageTools } from "./message-tools";
import { pictureWidth } from "./picture-content";
import { QuoteBlock } from "./quote-block";
import { Reactions } from "./reactions";

interface MessageBubbleProps {
  message: Message;
  /** The first of a group stands a little apart and points at its sender. */
  first: boolean;
  /** Where the keyboard enters the conversation; the arrows go on from there. */
  tabbable: boolean;
}

export function MessageBubble({ message, first, tabbable }: MessageBubbleProps) {
  const { t } = useTranslation();
  const { chat, reply } = useThread();
  const { fromMe } = message;
  const name = fromMe ? t("inbox.message.quotedYou") : chat.name || chat.phoneDisplay;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey) || event.key === "Enter") {
      event.preventDefault();
      openMessageMenu("menu", message, event.currentTarget.querySelector("[data-bubble]"));
    }
  };
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    if (window.getSelection()?.toString() || isLink(event.target)) return;
    event.preventDefault();
    openMessageMenu("menu", message, pointAt(event));
  };
  const onDoubleClick = ({ target }: MouseEvent<HTMLElement>) => {
    const onBubble = target instanceof Element && target.closest("[data-bubble]") !== null;
    if (!onBubble || isControl(target) || !canReply(message)) return;
    window.getSelection()?.removeAllRanges();
    reply(message);
  };
  return (
    <article
      data-testid="message"
      data-message={message.id}
      data-from={fromMe ? "me" : "them"}
      data-kind={message.kind}
      tabIndex={tabbable ? 0 : -1}
      aria-label={t("inbox.message.by", { name, time: dayAndTime(message.at, Date.now()) })}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
      onDoubleClick={onDoubleClick}
      className={cn(
        "group/message flex flex-col rounded-md -outline-offset-1",
        fromMe ? "items-end" : "items-start",
        first ? "pt-2" : "pt-[3px]",
      )}
    >
      <div className="relative max-w-[min(78%,640px)]">
        <Bubble message={message} first={first} />
        <MessageTools message={message} />
      </div>
      <Reactions message={message} />
      <Trouble message={message} />
    </article>
  );
}

function pointAt({ clientX: x, clientY: y }: MouseEvent) {
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

/** How much air a content needs around it: pictures and cards bring their own edge. */
function shapeOf({ kind, media, detail, deletedAt }: Message): "plain" | "picture" | "card" | "bare" {
  if (deletedAt > 0) return "plain";
  if (media && kind === "sticker") return "bare";
  if (media && (kind === "image" || kind === "video")) return "picture";
  return (media && kind === "document") || detail.location || detail.cards ? "card" : "plain";
}

function Bubble({ message, first }: { message: Message; first: boolean }) {
  const { fromMe, kind, text, media, quote, deletedAt, detail } = message;
  const shape = shapeOf(message);
  const captioned = text.trim() !== "" && !detail.poll && deletedAt === 0;
  const big = kind === "text" ? emojiCount(text) : 0;
  const inset = shape === "picture" || shape === "card" ? "mx-2" : "";
  const own = shape === "picture" || (media !== undefined && (kind === "voice" || kind === "audio"));
  const meta = <MessageMeta message={message} veiled={shape === "picture"} />;
  return (
    <div
      data-selectable
      data-bubble
      style={shape === "picture" && media ? { width: pictureWidth(media) + 10 } : undefined}
      className={cn(
        "flow-root max-w-full rounded-lg border text-14",
        fromMe ? "border-transparent bg-mine" : "border-line bg-theirs",
        first && (fromMe ? "rounded-se-xs" : "rounded-ss-xs"),
        fromMe && message.status === "failed" && "border-bad",
        shape === "plain" ? "px-3 pt-[7px] pb-1.5" : "p-1",
        shape === "bare" && "border-transparent bg-transparent",
      )}
    >
      <MessageLabels message={message} className={inset && "mx-2 mt-0.5"} />
      {quote && deletedAt === 0 ? <QuoteBlock quote={quote} /> : null}
      <MessageContent message={message} meta={captioned ? null : meta} />
      {captioned ? (
        <div dir="auto" className={cn(inset, inset && "mt-1", big > 0 && big <= 3 && "text-28")}>
          <WhatsAppText text={text} onLink={openLink} />
          <MessageMeta
            message={message}
            className={cn("float-end ms-3 -mb-0.5", big > 0 && big <= 3 ? "mt-4.5" : "mt-1.5")}
          />
        </div>
      ) : own && deletedAt === 0 ? null : (
        <MessageMeta
          message={message}
          className={cn("float-end", inset ? "mx-2 mt-0.5" : "ms-3 mt-1 -mb-0.5")}
        />
      )}
    </div>
  );
}

/** Below ours: it did not go out, or a change of it did not. */
function Trouble({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { retry } = useThread();
  if (!message.fromMe || (message.status !== "failed" && message.error === "")) return null;
  const failed = message.status === "failed";
  return (
    <div
      role="alert"
      className={cn(
        "mt-1 flex max-w-[min(92%,560px)] items-center gap-2 text-end text-12",
        failed ? "text-bad" : "text-warn",
      )}
    >
      {failed ? null : <CircleAlert aria-hidden className="size-3.5 shrink-0" />}
      <span className="text-balance">{message.error || t("inbox.message.failed")}</span>
      {failed ? (
        <button
          type="button"
          onClick={() => retry(message)}
          className="inline-flex shrink-0 items-center gap-1 rounded-xs font-semibold hover:underline"
        >
          <RotateCw aria-hidden className="size-3" />
          {t("inbox.message.retry")}
        </button>
      ) : null}
    </div>
  );
}

function openLink(url: string): void {
  void systemApi.openLink(url);
}

function isControl(target: Element): boolean {
  return target.closest("a, button, [role=slider]") !== null;
}

function isLink(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a") !== null;
}
