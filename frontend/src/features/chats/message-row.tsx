import { useTranslation } from "react-i18next";
import { Chip } from "@/components/ui/chip";
import { useNow } from "@/hooks/use-now";
import { cn } from "@/lib/cn";
import { dayLabel } from "@/lib/dates";
import { GapMarker } from "./message/gap-marker";
import { MessageBubble } from "./message/message-bubble";
import { Notice } from "./message/notice";
import { useThread } from "./thread-context";
import type { ThreadRow } from "./thread-rows";

interface MessageRowProps {
  row: ThreadRow;
  /** Where the keyboard enters the conversation. */
  tabbable: boolean;
  /** Was just gone to. */
  lit: boolean;
}

/** One row of a conversation: a message, or what stands between messages. */
export function MessageRow({ row, tabbable, lit }: MessageRowProps) {
  const { t } = useTranslation();
  const { chat } = useThread();
  const now = useNow();
  switch (row.kind) {
    case "message":
      return (
        <div
          data-lit={lit || undefined}
          className={cn("-mx-3 rounded-md px-3 transition-colors duration-300", lit && "bg-accent/12")}
        >
          <MessageBubble message={row.message} first={row.first} tabbable={tabbable} />
        </div>
      );
    case "notice":
      return <Notice notice={row.notice} name={chat.name || chat.phoneDisplay} />;
    case "gap":
      return <GapMarker gap={row.gap} now={now} />;
    case "begin":
      return <p className="pt-4 pb-2 text-center text-12 text-soft">{t("inbox.thread.begin")}</p>;
    case "day":
      return (
        <div className="flex justify-center pt-4 pb-2">
          <Chip className="border border-line bg-surface">{dayLabel(row.at, now)}</Chip>
        </div>
      );
    case "unread":
      return (
        <div
          data-testid="unread-divider"
          className="flex items-center gap-3 pt-4 pb-2 font-semibold text-12 text-accent before:h-px before:flex-1 before:bg-accent before:opacity-35 after:h-px after:flex-1 after:bg-accent after:opacity-35"
        >
          {t("inbox.unread", { count: row.count })}
        </div>
      );
  }
}
