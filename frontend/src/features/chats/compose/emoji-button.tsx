import { Popover } from "@base-ui/react/popover";
import { Smile } from "lucide-react";
import { useState } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { useTranslation } from "react-i18next";
import { EmojiPanel } from "@/components/ui/emoji-panel";
import { IconButton } from "@/components/ui/icon-button";

/** Puts emojis into the text, several in a row. Ctrl/Cmd+E opens it. */
export function EmojiButton({ onSelect }: { onSelect: (emoji: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useHotkeys("mod+e", () => setOpen((before) => !before), { enableOnFormTags: true, preventDefault: true });
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        render={
          <IconButton label={t("inbox.composer.emoji")} side="top" className="size-10">
            <Smile aria-hidden />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={8} collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={t("inbox.composer.emoji")}
            className="floating rounded-lg border border-line bg-surface shadow-float outline-none"
          >
            <EmojiPanel
              onSelect={(emoji) => {
                setOpen(false);
                onSelect(emoji);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
