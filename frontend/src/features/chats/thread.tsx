import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { putChat } from "@/api/chat-cache";
import { chatsApi, useChat, useMessages } from "@/api/chats";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import type { Chat, Message } from "@/api/types";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Composer } from "./composer";
import { MessageMenus } from "./message/message-menu";
import { MessageList } from "./message-list";
import { ThreadContext } from "./thread-context";
import { ThreadHeader } from "./thread-header";
import { firstUnread } from "./thread-rows";
import type { JumpTarget } from "./use-jump";
import { useSend } from "./use-send";

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

interface LoadedThreadProps {
  chat: Chat;
  messages: Message[];
  complete: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
}

function LoadedThread({ chat, messages, complete, loadingOlder, onOlder }: LoadedThreadProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { send, retry } = useSend(chat.id);
  // The divider stays where the unread messages began when the conversation was opened, until one answers.
  const [divider, setDivider] = useState(() => firstUnread(messages, chat.unread));
  const { mutate: markRead, isPending } = useMutation({
    mutationFn: () => chatsApi.markRead(chat.id),
    onMutate: () => {
      const known = client.getQueryData<Chat>(keys.chat(chat.id));
      if (known) putChat(client, { ...known, unread: 0 });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.chatCounts }),
    meta: { inline: true },
  });
  const onAtEnd = useCallback(() => {
    if (!isPending) markRead();
  }, [markRead, isPending]);
  const [target, setTarget] = useState<JumpTarget | null>(null);
  const acts = {
    chat,
    retry,
    jumpTo: (id: number) => setTarget({ id }),
    reply: () => undefined,
    edit: () => undefined,
    forward: () => undefined,
    view: () => undefined,
  };
  const name = chat.name || chat.phoneDisplay;
  return (
    <ThreadContext value={acts}>
      <div className="flex h-full min-w-0 flex-col">
        <ThreadHeader chat={chat} />
        <MessageList
          label={t("inbox.thread.messages", { name })}
          messages={messages}
          divider={divider}
          unread={chat.unread}
          complete={complete}
          loadingOlder={loadingOlder}
          onOlder={onOlder}
          onAtEnd={onAtEnd}
          target={target}
        />
        <Composer
          chat={chat}
          onSend={(text) => {
            setDivider({ id: 0, count: 0 });
            send({ text });
          }}
        />
        <MessageMenus />
      </div>
    </ThreadContext>
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
