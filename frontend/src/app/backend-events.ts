import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { refreshChat } from "@/api/chat-cache";
import { onEvent } from "@/api/events";
import { keys } from "@/api/keys";
import { putProgress, putTyping } from "@/api/live";
import { putStatus, refreshMessage, refreshNewest } from "@/api/message-cache";
import type { AccountStatus } from "@/api/types";
import { coalesce } from "@/lib/coalesce";

/** Turns what the backend says into fresh data on screen. Nothing is ever asked for on a timer. */
export function useBackendEvents(): void {
  const client = useQueryClient();
  useEffect(() => listenAll(client), [client]);
}

function listenAll(client: QueryClient): () => void {
  const stale = (queryKey: readonly unknown[]) => void client.invalidateQueries({ queryKey });
  const chat = coalesce<number>(60, (id) => {
    void refreshChat(client, id);
    stale(keys.chatCounts);
    stale(keys.demo);
  });
  const newest = coalesce<number>(40, (id) => void refreshNewest(client, id));
  const chatOf = new Map<number, number>();
  const message = coalesce<number>(40, (id) => {
    void refreshMessage(client, chatOf.get(id) ?? 0, id);
    chatOf.delete(id);
  });
  const leads = coalesce<string>(250, () => stale(keys.leads));
  // Many leads have changed, or were joined: conversations may have come, gone or got another name.
  const joined = coalesce<string>(250, () => {
    stale(keys.chats);
    stale(keys.allMessages);
  });
  const campaign = coalesce<number>(100, (id) => {
    stale(keys.campaign(id));
    stale(keys.campaignList);
  });
  const sheet = coalesce<string>(100, () => stale(keys.sheets));

  const offs = [
    onEvent("account:changed", (status) => {
      const before = client.getQueryData<AccountStatus>(keys.account);
      client.setQueryData(keys.account, status);
      stale(keys.account); // two changes in a row may arrive in the wrong order
      stale(keys.system); // says why an earlier link is gone, until another is there
      // Conversations are kept per number: with another one everything is read again.
      if (status.state === "connecting" && status.phone !== before?.phone) void client.invalidateQueries();
    }),
    onEvent("chat:changed", ({ chatId }) => chat(chatId)),
    onEvent("message:received", ({ chatId }) => {
      newest(chatId);
      chat(chatId);
    }),
    onEvent("message:changed", ({ chatId, messageId, status }) => {
      const moved = status === "failed" ? "same" : putStatus(client, chatId, messageId, status);
      if (moved === "same") {
        chatOf.set(messageId, chatId);
        message(messageId);
      }
      if (moved === "absent") newest(chatId);
      chat(chatId);
    }),
    onEvent("media:progressed", ({ messageId, percent }) => putProgress(messageId, percent)),
    onEvent("chat:typing", ({ chatId, typing }) => putTyping(chatId, typing)),
    onEvent("lead:created", () => leads("")),
    onEvent("lead:changed", ({ ids }) => {
      leads("");
      if (!ids?.length) joined("");
    }),
    onEvent("campaign:changed", ({ id }) => campaign(id)),
    onEvent("campaign:progressed", ({ id }) => campaign(id)),
    onEvent("template:changed", () => stale(keys.templates)),
    onEvent("sheet:changed", () => sheet("")),
    onEvent("settings:changed", (settings) => client.setQueryData(keys.settings, settings)),
    onEvent("sync:lost", () => void client.invalidateQueries()),
  ];
  return () => {
    for (const off of offs) off();
  };
}
