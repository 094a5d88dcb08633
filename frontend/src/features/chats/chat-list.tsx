import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useChatCounts, useChats } from "@/api/chats";
import { useErrorText } from "@/api/error-text";
import type { Chat, ChatFilter } from "@/api/types";
import { ErrorState } from "@/components/ui/error-state";
import { type Pill, Pills } from "@/components/ui/pills";
import { SearchInput } from "@/components/ui/search-input";
import { ListSkeleton } from "@/components/ui/skeleton";
import { useDebounced } from "@/hooks/use-debounced";
import { useNow } from "@/hooks/use-now";
import { ChatListEmpty } from "./chat-list-empty";
import { ChatRow } from "./chat-row";
import { useInboxView } from "./inbox-store";

/** Everyone there is a conversation with, the latest first. */
export function ChatList({ chatId }: { chatId: number }) {
  const { t } = useTranslation();
  const { filter, query, setFilter, setQuery } = useInboxView();
  const settled = useDebounced(query.trim(), 150);
  const list = useChats(settled, filter);
  const { data: counts } = useChatCounts();
  const errorText = useErrorText();
  const chats = list.data?.pages.flatMap((page) => page.items) ?? [];
  useNeighbours(chats, chatId);
  const pills: Pill<ChatFilter>[] = [
    { value: "all", label: t("inbox.filter.all") },
    { value: "unread", label: t("inbox.filter.unread"), count: counts?.unread },
    { value: "waiting", label: t("inbox.filter.waiting"), count: counts?.waiting },
    { value: "drafts", label: t("inbox.filter.drafts"), count: counts?.drafts },
  ];
  const content = () => {
    if (list.isError) {
      const { title, detail } = errorText(list.error);
      return (
        <ErrorState
          title={title}
          detail={detail}
          retry={t("common.retry")}
          onRetry={() => void list.refetch()}
        />
      );
    }
    if (list.isPending) return <ListSkeleton label={t("common.loading")} />;
    if (chats.length === 0) return <ChatListEmpty query={settled} filter={filter} />;
    return (
      <Rows
        chats={chats}
        chatId={chatId}
        onEnd={() => {
          if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
        }}
      />
    );
  };
  return (
    <section
      aria-label={t("inbox.list")}
      className="flex h-full min-h-0 flex-col border-line border-e bg-surface max-[800px]:border-e-0"
    >
      <header className="grid gap-2.5 px-4 pt-3.5 pb-2">
        <h1 className="font-semibold text-20 tracking-tight">{t("inbox.title")}</h1>
        <SearchInput
          value={query}
          onChange={setQuery}
          label={t("inbox.search")}
          clearLabel={t("common.clear")}
        />
        <Pills label={t("inbox.filters")} value={filter} options={pills} onChange={setFilter} />
      </header>
      <div className="min-h-0 flex-1">{content()}</div>
    </section>
  );
}

interface RowsProps {
  chats: Chat[];
  chatId: number;
  onEnd: () => void;
}

function Rows({ chats, chatId, onEnd }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow();
  const virtual = useVirtualizer({
    count: chats.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    getItemKey: (index) => chats[index]?.id ?? index,
    overscan: 8,
    paddingEnd: 8,
  });
  const items = virtual.getVirtualItems();
  const nearEnd = (items.at(-1)?.index ?? 0) >= chats.length - 10;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  return (
    <div ref={scroller} className="h-full overflow-y-auto overflow-x-hidden">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const chat = chats[item.index];
          return chat ? (
            <li
              key={item.key}
              aria-setsize={chats.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <ChatRow chat={chat} current={chat.id === chatId} now={now} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

/** Alt+Up and Alt+Down go to the conversation above and below, also while writing. */
function useNeighbours(chats: Chat[], chatId: number): void {
  const [, navigate] = useLocation();
  useHotkeys(
    ["alt+up", "alt+down"],
    (event) => {
      const at = chats.findIndex((chat) => chat.id === chatId);
      const next = chats[at + (event.key === "ArrowUp" ? -1 : 1)];
      if (next) navigate(`/inbox/${next.id}`);
    },
    { enableOnFormTags: true, preventDefault: true },
  );
}
