import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { Badge } from "@/components/ui/badge";
import { Chip } from "@/components/ui/chip";
import { useNow } from "@/hooks/use-now";
import { dayLabel } from "@/lib/dates";
import { MessageBubble } from "./message-bubble";
import { type Divider, type ThreadRow, threadRows } from "./thread-rows";

interface MessageListProps {
  label: string;
  messages: Message[];
  divider: Divider;
  unread: number;
  complete: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
  onAtEnd: () => void;
  onRetry: (message: Message) => void;
}

const NEAR_TOP = 400;

/** The messages of a conversation: opens at the end, follows new ones there, and stays put while reading above. */
export function MessageList(props: MessageListProps) {
  const { messages, divider, complete, unread, onOlder, onAtEnd } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const rows = useMemo(() => threadRows(messages, { divider, complete }), [messages, divider, complete]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 52,
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: 80,
    overscan: 12,
    paddingStart: 16,
    paddingEnd: 16,
  });

  // Opens at the newest message; the first measurements may still move it.
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || rows.length === 0) return;
    opened.current = true;
    virtual.scrollToEnd();
  }, [rows.length, virtual]);

  // A taller composer or window takes room from the list: the end stays in view.
  const stayAtEnd = useRef(atEnd);
  stayAtEnd.current = atEnd;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (stayAtEnd.current) virtual.scrollToEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [virtual]);

  // One's own message is always followed, from wherever one was reading.
  const last = messages.at(-1);
  const lastKey = last?.fromMe && last.id < 0 ? last.clientId : "";
  useEffect(() => {
    if (lastKey !== "") virtual.scrollToEnd();
  }, [lastKey, virtual]);

  useEffect(() => {
    const look = () => atEnd && unread > 0 && document.hasFocus() && onAtEnd();
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [atEnd, unread, onAtEnd]);

  const onScroll = () => {
    setAtEnd(virtual.isAtEnd(120));
    if ((scroller.current?.scrollTop ?? NEAR_TOP) < NEAR_TOP && opened.current) onOlder();
  };

  const items = virtual.getVirtualItems();
  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} onScroll={onScroll} className="h-full overflow-y-auto overflow-x-hidden">
        <div
          role="log"
          aria-label={props.label}
          className="relative flex min-h-full flex-col justify-end"
          style={{ minHeight: `max(100%, ${virtual.getTotalSize()}px)` }}
        >
          <div className="relative w-full" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              return row ? (
                <div
                  key={item.key}
                  data-index={item.index}
                  ref={virtual.measureElement}
                  className="absolute inset-x-0 top-0 px-[max(20px,8%)]"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Row row={row} onRetry={props.onRetry} />
                </div>
              ) : null;
            })}
          </div>
        </div>
      </div>
      {props.loadingOlder ? (
        <span role="status" className="sr-only">
          {t("inbox.thread.older")}
        </span>
      ) : null}
      {atEnd ? null : (
        <button
          type="button"
          aria-label={unread > 0 ? t("inbox.thread.jumpUnread", { count: unread }) : t("inbox.thread.jump")}
          onClick={() => virtual.scrollToEnd()}
          className="absolute end-5 bottom-4 grid size-10 place-items-center rounded-full border border-line bg-surface text-soft shadow-float hover:text-ink"
        >
          <ChevronDown aria-hidden className="size-5" />
          <Badge count={unread} label="" className="absolute -end-1 -top-1.5" />
        </button>
      )}
    </div>
  );
}

function Row({ row, onRetry }: { row: ThreadRow; onRetry: (message: Message) => void }) {
  const { t } = useTranslation();
  const now = useNow();
  if (row.kind === "message")
    return <MessageBubble message={row.message} first={row.first} onRetry={onRetry} />;
  if (row.kind === "begin") {
    return <p className="pt-4 pb-2 text-center text-12 text-soft">{t("inbox.thread.begin")}</p>;
  }
  if (row.kind === "day") {
    return (
      <div className="flex justify-center pt-4 pb-2">
        <Chip className="border border-line bg-surface">{dayLabel(row.at, now)}</Chip>
      </div>
    );
  }
  return (
    <div
      data-testid="unread-divider"
      className="flex items-center gap-3 pt-4 pb-2 font-semibold text-12 text-accent before:h-px before:flex-1 before:bg-accent before:opacity-35 after:h-px after:flex-1 after:bg-accent after:opacity-35"
    >
      {t("inbox.unread", { count: row.count })}
    </div>
  );
}
