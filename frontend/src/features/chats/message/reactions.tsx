import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { cn } from "@/lib/cn";
import { useThread } from "../thread-context";
import { useReact } from "./use-react";

/** The emojis under a bubble; pressing one's own takes it away. */
export function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { chat } = useThread();
  const react = useReact(message);
  if (message.reactions.length === 0) return null;
  return (
    <div className={cn("-mt-1.5 z-1 flex gap-1 px-2", message.fromMe && "justify-end")}>
      {message.reactions.map(({ fromMe, emoji }) => {
        const who = fromMe ? t("inbox.message.quotedYou") : chat.name || chat.phoneDisplay;
        return (
          <button
            key={String(fromMe)}
            type="button"
            disabled={!fromMe}
            title={fromMe ? t("inbox.react.remove") : who}
            aria-label={t("inbox.react.by", { emoji, name: who })}
            onClick={() => react("")}
            className={cn(
              "h-6 rounded-full border border-line bg-surface px-1.5 text-14 leading-none",
              fromMe && "border-accent/40 bg-accent-wash enabled:hover:border-accent",
            )}
          >
            {emoji}
          </button>
        );
      })}
    </div>
  );
}
