import { Lock } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useTyping } from "@/api/live";
import type { Chat } from "@/api/types";
import { KindIcon, useKindWord } from "@/components/kind-icon";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Chip } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { cn } from "@/lib/cn";
import { listTime } from "@/lib/dates";
import { plainLine } from "@/lib/whatsapp-format";
import { Ticks } from "./ticks";

interface ChatRowProps {
  chat: Chat;
  current: boolean;
  now: number;
}

export const ChatRow = memo(function ChatRow({ chat, current, now }: ChatRowProps) {
  const unread = chat.unread > 0;
  return (
    <Link
      href={`/inbox/${chat.id}`}
      aria-current={current ? "true" : undefined}
      data-testid="chat-row"
      className={cn(
        "grid h-16 cursor-default grid-cols-[40px_minmax(0,1fr)] items-center gap-x-3 border-transparent border-s-3 ps-[13px] pe-4 -outline-offset-2 hover:bg-hover",
        "aria-[current]:border-accent aria-[current]:bg-accent-wash",
      )}
    >
      <Avatar name={chat.name} seed={chat.phone} />
      <div className="min-w-0">
        <div className="flex items-baseline gap-2">
          <b dir="auto" className="min-w-0 flex-1 truncate text-start font-semibold">
            {chat.name || <PhoneNumber value={chat.phoneDisplay} />}
          </b>
          <span
            className={cn(
              "shrink-0 text-12 tabular-nums",
              unread ? "font-semibold text-accent" : "text-faint",
            )}
          >
            {listTime(chat.lastAt, now)}
          </span>
        </div>
        <div className="mt-0.5 flex items-center gap-2">
          <Excerpt chat={chat} current={current} />
          <Mark chat={chat} />
        </div>
      </div>
    </Link>
  );
});

function Excerpt({ chat, current }: { chat: Chat; current: boolean }) {
  const { t } = useTranslation();
  const typing = useTyping(chat.id);
  const unread = chat.unread > 0;
  const draft = chat.draft !== "" && !current;
  return (
    <p
      dir="auto"
      className={cn("min-w-0 flex-1 truncate text-start", unread ? "font-medium text-ink" : "text-soft")}
    >
      {typing ? (
        <span className="text-accent">{t("inbox.typing")}</span>
      ) : draft ? (
        <>
          <span className="text-good">{t("inbox.draft")} </span>
          {plainLine(chat.draft)}
        </>
      ) : (
        <LastMessage chat={chat} />
      )}
    </p>
  );
}

/** The latest message in a line: its kind as a small picture, then its words or what it is. */
function LastMessage({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const kindWord = useKindWord();
  const { lastKind, lastText, lastFromMe, lastAt } = chat;
  const icon = "me-1 inline-block size-4 align-[-3px]";
  if (chat.private) {
    return (
      <>
        <Lock aria-hidden className={icon} />
        {t("inbox.private.line")}
      </>
    );
  }
  if (lastAt === 0) return null;
  return (
    <>
      {lastFromMe ? <span>{t("inbox.you")} </span> : null}
      <KindIcon kind={lastKind} className={icon} />
      {plainLine(lastText) || kindWord(lastKind)}
    </>
  );
}

/** What stands at the end of a row: the unread count before anything else. */
function Mark({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  if (chat.unread > 0) {
    return <Badge count={chat.unread} label={t("inbox.unread", { count: chat.unread })} />;
  }
  if (chat.optedOut) return <Chip tone="bad">{t("inbox.optedOut")}</Chip>;
  if (chat.newLead) return <Chip tone="info">{t("inbox.newLead")}</Chip>;
  if (chat.lastFromMe && chat.lastStatus !== "") return <Ticks status={chat.lastStatus} />;
  return null;
}
