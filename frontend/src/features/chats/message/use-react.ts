import { useMutation, useQueryClient } from "@tanstack/react-query";
import { chatsApi } from "@/api/chats";
import { putMessage } from "@/api/message-cache";
import type { Message } from "@/api/types";

/** Puts an emoji under a message, at once on screen; the same again, or "", takes it away. */
export function useReact(message: Message): (emoji: string) => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (emoji: string) => chatsApi.react(message.id, emoji),
    onMutate: (emoji) => {
      const others = message.reactions.filter((each) => !each.fromMe);
      const mine = emoji === "" ? [] : [{ fromMe: true, emoji, at: Date.now() }];
      putMessage(client, { ...message, reactions: [...others, ...mine] });
    },
    onSuccess: (changed) => putMessage(client, changed),
    onError: () => putMessage(client, message),
  });
  return (emoji) => {
    const already = message.reactions.some((each) => each.fromMe && each.emoji === emoji);
    mutate(already ? "" : emoji);
  };
}
