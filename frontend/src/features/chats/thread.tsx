import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useChat, useMessages } from "@/api/chats";
import { useErrorText } from "@/api/error-text";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { LoadedThread } from "./loaded-thread";
import { PrivateThread } from "./private-thread";
import { ThreadHeader } from "./thread-header";

/** One conversation: who it is, what was said, what is being written. */
export function Thread({ chatId }: { chatId: number }) {
  const { t } = useTranslation();
  const chat = useChat(chatId);
  const messages = useMessages(chatId);
  const errorText = useErrorText();
  const pages = messages.data?.pages;
  const flat = useMemo(() => pages?.toReversed().flatMap((page) => page.items) ?? [], [pages]);
  const failed = chat.error ?? messages.error;
  if (failed) {
    const { title, detail } = errorText(failed);
    const retry = () => {
      void chat.refetch();
      void messages.refetch();
    };
    return <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={retry} />;
  }
  if (chat.data?.private) {
    return (
      <div className="flex h-full min-w-0 flex-col">
        <ThreadHeader chat={chat.data} />
        <PrivateThread chat={chat.data} />
      </div>
    );
  }
  if (!chat.data || !messages.data) return <ThreadSkeleton label={t("common.loading")} />;
  return (
    <LoadedThread
      key={chatId}
      chat={chat.data}
      messages={flat}
      complete={!messages.hasNextPage}
      loadingOlder={messages.isFetchingNextPage}
      onOlder={() => {
        if (messages.hasNextPage && !messages.isFetchingNextPage) void messages.fetchNextPage();
      }}
    />
  );
}

function ThreadSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex h-full flex-col">
      <div className="flex h-15 items-center gap-3 border-line border-b bg-surface px-5">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-3 w-40" />
      </div>
      <div className="grid flex-1 content-end gap-3 px-[8%] py-6">
        <Skeleton className="h-10 w-1/2 rounded-lg" />
        <Skeleton className="ms-auto h-14 w-2/5 rounded-lg" />
        <Skeleton className="h-10 w-1/3 rounded-lg" />
      </div>
    </div>
  );
}
