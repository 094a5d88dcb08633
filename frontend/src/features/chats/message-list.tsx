import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { Badge } from "@/components/ui/badge";
import { pictureHeight } from "./message/picture-content";
import { MessageRow } from "./message-row";
import { type Divider, type ThreadRow, threadRows } from "./thread-rows";
import { type JumpTarget, useJump } from "./use-jump";

interface MessageListProps {
  label: string;
  messages: Message[];
  divider: Divider;
  unread: number;
  complete: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
  onAtEnd: () => void;
  target: JumpTarget | null;
}

const NEAR_TOP = 400;
const NEAR_END = 120;

/** The messages of a conversation: opens at the end, follows new ones there, and stays put while reading above. */
export function MessageList(props: MessageListProps) {
  const { messages, divider, complete, unread, onOlder, onAtEnd, loadingOlder, target } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const rows = useMemo(() => threadRows(messages, { divider, complete }), [messages, divider, complete]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: 80,
    overscan: 12,
    paddingStart: 16,
    paddingEnd: 16,
  });

  const scrollTo = useCallback(
    (index: number) => virtual.scrollToIndex(index, { align: "center" }),
    [virtual],
  );
  const lit = useJump({ rows, target, complete, loadingOlder, onOlder, scrollTo });

  // Opens at the newest message; the first measurements may still move it.
  const opened = useRef(false);
  const filled = rows.length > 0;
  useEffect(() => {
    if (!filled) return;
    opened.current = true;
    virtual.scrollToEnd();
    return () => {
      opened.current = false;
    };
  }, [filled, virtual]);

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
  const lastKey = last?.fromMe ? last.clientId : "";
  useEffect(() => {
    if (lastKey !== "") virtual.scrollToEnd();
  }, [lastKey, virtual]);

  useEffect(() => {
    const look = () => atEnd && unread > 0 && document.hasFocus() && onAtEnd();
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [atEnd, unread, onAtEnd]);

  // Rows that turn out taller or smaller than thought, as in a narrower window, move the end without a scroll.
  const total = virtual.getTotalSize();
  useEffect(() => {
    if (total === 0) return;
    if (stayAtEnd.current) virtual.scrollToEnd();
    else setAtEnd(isNearEnd(scroller.current));
  }, [total, virtual]);

  // Only going up leaves the end; a smaller window moves it away without that.
  const top = useRef(0);
  const onScroll = () => {
    const before = top.current;
    top.current = scroller.current?.scrollTop ?? 0;
    if (isNearEnd(scroller.current)) setAtEnd(true);
    else if (top.current < before) setAtEnd(false);
    if ((scroller.current?.scrollTop ?? NEAR_TOP) < NEAR_TOP && opened.current) onOlder();
  };

  const items = virtual.getVirtualItems();
  const entry = rows.findLastIndex((row) => row.kind === "message");
  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} onScroll={onScroll} className="h-full overflow-y-auto overflow-x-hidden">
        <div
          role="log"
          aria-label={props.label}
          onKeyDown={onArrow}
          className="relative flex min-h-full flex-col justify-end"
          style={{ minHeight: `max(100%, ${total}px)` }}
        >
          <div className="relative w-full" style={{ height: total }}>
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
                  <MessageRow
                    row={row}
                    tabbable={item.index === entry}
                    lit={row.kind === "message" && lit !== 0 && row.message.id === lit}
                  />
                </div>
              ) : null;
            })}
          </div>
        </div>
      </div>
      {loadingOlder ? (
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

function isNearEnd(scroller: HTMLElement | null): boolean {
  return !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= NEAR_END;
}

/** How high a row will be, before it has been measured: what has a picture keeps the room for it. */
function estimate(row: ThreadRow | undefined): number {
  if (row?.kind !== "message") return 48;
  const { media, kind } = row.message;
  return media && (kind === "image" || kind === "video") ? pictureHeight(media) + 20 : 52;
}

/** The arrows go from message to message, once one has the focus. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.dataset.message) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")];
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
