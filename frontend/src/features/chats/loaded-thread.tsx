import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import { putChat } from "@/api/chat-cache";
import { chatsApi } from "@/api/chats";
import { keys } from "@/api/keys";
import type { Chat, Message } from "@/api/types";
import { Composer } from "./compose/composer";
import { DropZone } from "./compose/drop-zone";
import { useStaging } from "./compose/use-staging";
import { closeMessageMenu } from "./message/menu-store";
import { canEdit } from "./message/message-rules";
import { stopSound } from "./message/playback";
import { MessageList } from "./message-list";
import { ThreadContext } from "./thread-context";
import { ThreadHeader } from "./thread-header";
import { ThreadPanes } from "./thread-panes";
import { firstUnread } from "./thread-rows";
import type { JumpTarget } from "./use-jump";
import { type Outgoing, useSend } from "./use-send";

interface LoadedThreadProps {
  chat: Chat;
  messages: Message[];
  complete: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
}

/** A conversation with its messages: what is answered, changed, looked at and passed on is known here. */
export function LoadedThread({ chat, messages, complete, loadingOlder, onOlder }: LoadedThreadProps) {
  const { t } = useTranslation();
  const { send, retry } = useSend(chat.id);
  const staging = useStaging();
  const onAtEnd = useMarkRead(chat.id);
  useWatch(chat.id);
  // The divider stays where the unread messages began when the conversation was opened, until one answers.
  const [divider, setDivider] = useState(() => firstUnread(messages, chat.unread));
  const [target, setTarget] = useState<JumpTarget | null>(null);
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState<Message | null>(null);
  const [forwarding, setForwarding] = useState<Message | null>(null);
  const [viewing, setViewing] = useState<Message | null>(null);

  // Sending is made anew with every render; the messages need not be drawn again for that.
  const retrying = useRef(retry);
  retrying.current = retry;
  const acts = useMemo(
    () => ({
      chat,
      retry: (message: Message) => retrying.current(message),
      jumpTo: (id: number) => setTarget({ id }),
      reply: (message: Message) => {
        setEditing(null);
        setReplyTo(message);
      },
      edit: setEditing,
      forward: setForwarding,
      view: (message: Message) => {
        stopSound();
        setViewing(message);
      },
    }),
    [chat],
  );
  const onSend = (out: Outgoing) => {
    setDivider({ id: 0, count: 0 });
    send(out);
  };
  const editLast = () => {
    const last = messages.findLast((message) => message.fromMe && message.kind === "text");
    if (last && canEdit(last, Date.now())) setEditing(last);
  };
  const name = chat.name || chat.phoneDisplay;
  return (
    <ThreadContext value={acts}>
      <DropZone name={name} onFiles={staging.add}>
        <ThreadHeader chat={chat} />
        <MessageList
          label={t("inbox.thread.messages", { name })}
          messages={messages}
          divider={divider}
          unread={chat.unread}
          complete={complete}
          loadingOlder={loadingOlder}
          target={target}
          onOlder={onOlder}
          onAtEnd={onAtEnd}
        />
        <Composer
          chat={chat}
          staging={staging}
          replyTo={replyTo}
          editing={editing}
          onSend={onSend}
          onDone={() => {
            setReplyTo(null);
            setEditing(null);
          }}
          onEditLast={editLast}
        />
      </DropZone>
      <ThreadPanes
        messages={messages}
        name={name}
        viewing={viewing}
        forwarding={forwarding}
        onView={setViewing}
        onForward={setForwarding}
      />
    </ThreadContext>
  );
}

function useMarkRead(chatId: number): () => void {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => chatsApi.markRead(chatId),
    onMutate: () => {
      const known = client.getQueryData<Chat>(keys.chat(chatId));
      if (known) putChat(client, { ...known, unread: 0 });
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.chatCounts }),
    meta: { inline: true },
  });
  return useCallback(() => {
    if (!isPending) mutate();
  }, [mutate, isPending]);
}

/** Asks to hear when the person is writing, again whenever the connection is back; and leaves no sound behind. */
function useWatch(chatId: number): void {
  const { data: status } = useAccount();
  const online = status?.state === "online";
  useEffect(() => {
    if (online) void chatsApi.watch(chatId).catch(() => undefined);
  }, [chatId, online]);
  useEffect(
    () => () => {
      stopSound();
      closeMessageMenu();
    },
    [],
  );
}
