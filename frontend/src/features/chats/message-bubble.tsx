import { Megaphone, RotateCw, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import type { Message } from "@/api/types";
import { WhatsAppText } from "@/components/whatsapp-text";
import { cn } from "@/lib/cn";
import { fullDate, timeOfDay } from "@/lib/dates";
import { Ticks } from "./ticks";

interface MessageBubbleProps {
  message: Message;
  /** The first of a group stands a little apart and points at its sender. */
  first: boolean;
  onRetry: (message: Message) => void;
}

export function MessageBubble({ message, first, onRetry }: MessageBubbleProps) {
  const { t } = useTranslation();
  const { fromMe, status } = message;
  const failed = fromMe && status === "failed";
  return (
    <div
      data-testid="message"
      data-from={fromMe ? "me" : "them"}
      className={cn("flex flex-col", fromMe ? "items-end" : "items-start", first ? "pt-2" : "pt-[3px]")}
    >
      <div
        dir="auto"
        data-selectable
        className={cn(
          "max-w-[min(72%,640px)] rounded-lg border px-3 pt-[7px] pb-1.5 text-14",
          fromMe ? "border-transparent bg-mine" : "border-line bg-theirs",
          first && (fromMe ? "rounded-se-xs" : "rounded-ss-xs"),
          failed && "border-bad",
        )}
      >
        <Origin message={message} />
        {message.kind === "unsupported" ? (
          <i className="text-soft">{t("inbox.message.unsupported")}</i>
        ) : (
          <WhatsAppText text={message.text} onLink={openLink} />
        )}
        <span
          title={fullDate(message.at)}
          className="float-end ms-3 mt-1.5 -mb-0.5 inline-flex h-4 select-none items-center gap-1 text-12 text-soft tabular-nums"
        >
          {timeOfDay(message.at)}
          {fromMe ? <Ticks status={status} /> : null}
        </span>
      </div>
      {failed ? (
        <div role="alert" className="mt-1 flex max-w-[72%] items-center gap-2 text-12 text-bad">
          <span>{message.error || t("inbox.message.failed")}</span>
          <button
            type="button"
            onClick={() => onRetry(message)}
            className="inline-flex shrink-0 items-center gap-1 rounded-xs font-semibold hover:underline"
          >
            <RotateCw aria-hidden className="size-3" />
            {t("inbox.message.retry")}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function openLink(url: string): void {
  void systemApi.openLink(url);
}

function Origin({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.origin !== "campaign" && message.origin !== "phone") return null;
  const Icon = message.origin === "campaign" ? Megaphone : Smartphone;
  return (
    <span className="mb-0.5 flex items-center gap-1 text-12 text-soft">
      <Icon aria-hidden className="size-3" />
      {t(`inbox.message.${message.origin}`)}
    </span>
  );
}
