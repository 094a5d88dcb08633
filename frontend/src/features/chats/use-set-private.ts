import { useMutation, useQueryClient } from "@tanstack/react-query";
import { putChat } from "@/api/chat-cache";
import { chatsApi } from "@/api/chats";
import { keys } from "@/api/keys";

/** Stops keeping a conversation and removes what was kept, or lets it be kept again. */
export function useSetPrivate(chatId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (hidden: boolean) => chatsApi.setPrivate(chatId, hidden),
    onSuccess: async (chat) => {
      putChat(client, chat);
      await client.resetQueries({ queryKey: keys.messages(chatId) });
      await client.invalidateQueries({ queryKey: keys.chatCounts });
    },
  });
}
