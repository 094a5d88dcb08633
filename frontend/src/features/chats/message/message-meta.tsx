import { Timer } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { cn } from "@/lib/cn";
import { fullDate, spanInWords, timeOfDay } from "@/lib/dates";
import { Ticks } from "../ticks";

interface MessageMetaProps {
  message: Message;
  /** Lies on a picture. */
  veiled?: boolean;
  className?: string;
}

/** The small print of a bubble: edited, the timer it disappears under, the time, how far it got. */
export function MessageMeta({ message, veiled = false, className }: MessageMetaProps) {
  const { t } = useTranslation();
  const { at, timer, editedAt, deletedAt, fromMe, status } = message;
  const timerWords = timer > 0 ? t("inbox.message.timer", { span: spanInWords(timer) }) : "";
  return (
    <span
      title={fullDate(at)}
      className={cn(
        "inline-flex h-4 select-none items-center gap-1 text-12 tabular-nums",
        veiled ? "rounded-full bg-veil px-2 py-2.5 text-veil-ink **:text-veil-ink" : "text-soft",
        className,
      )}
    >
      {editedAt > 0 && deletedAt === 0 ? (
        <span title={fullDate(editedAt)}>{t("inbox.message.edited")}</span>
      ) : null}
      {timerWords ? (
        <span role="img" aria-label={timerWords} title={timerWords}>
          <Timer aria-hidden className="size-3" />
        </span>
      ) : null}
      <bdi>{timeOfDay(at)}</bdi>
      {fromMe && deletedAt === 0 ? <Ticks status={status} /> : null}
    </span>
  );
}
