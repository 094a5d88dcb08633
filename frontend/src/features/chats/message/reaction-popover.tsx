import { Popover } from "@base-ui/react/popover";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { EmojiPanel } from "@/components/ui/emoji-panel";
import { cn } from "@/lib/cn";
import { type Anchor, closeMessageMenu, openMessageMenu } from "./menu-store";
import { useReact } from "./use-react";

/** The reactions that WhatsApp offers first. */
export const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

interface ReactionPopoverProps {
  message: Message;
  anchor: Anchor;
  /** All emojis rather than the six. */
  full: boolean;
}

export function ReactionPopover({ message, anchor, full }: ReactionPopoverProps) {
  const { t } = useTranslation();
  const react = useReact(message);
  const mine = message.reactions.find((each) => each.fromMe)?.emoji;
  const choose = (emoji: string) => {
    react(emoji);
    closeMessageMenu();
  };
  return (
    <Popover.Root open onOpenChange={(next) => !next && closeMessageMenu()}>
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side="top" sideOffset={6} collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={t("inbox.react.label")}
            className={cn(
              "floating border border-line bg-surface shadow-float outline-none",
              full ? "rounded-lg" : "flex rounded-full p-1",
            )}
          >
            {full ? <EmojiPanel onSelect={choose} /> : null}
            {full
              ? null
              : QUICK.map((emoji) => (
                  <button
                    key={emoji}
                    type="button"
                    aria-label={t("inbox.react.with", { emoji })}
                    aria-pressed={emoji === mine}
                    onClick={() => choose(emoji)}
                    className={cn(
                      "grid size-9 place-items-center rounded-full text-20 transition-transform hover:scale-110 hover:bg-sunken",
                      emoji === mine && "bg-accent-wash",
                    )}
                  >
                    {emoji}
                  </button>
                ))}
            {full ? null : (
              <button
                type="button"
                aria-label={t("inbox.react.more")}
                title={t("inbox.react.more")}
                onClick={() => openMessageMenu("picker", message, anchor)}
                className="grid size-9 place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink"
              >
                <Plus aria-hidden className="size-5" />
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
