import { Popover } from "@base-ui/react/popover";
import { SmilePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/ui/icon-button";
import { cn } from "@/lib/cn";

const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

interface DemoReactProps {
  /** The reaction that is there; null when there is nothing to react to. */
  current: string | null;
  /** An emoji, or "" to take it back. */
  onChoose: (emoji: string) => void;
}

/** A reaction to the owner's last message; choosing it again takes it back. */
export function DemoReact({ current, onChoose }: DemoReactProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        disabled={current === null}
        render={
          <IconButton label={t("demo.react")} side="top">
            <SmilePlus aria-hidden />
          </IconButton>
        }
      />
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={6} collisionPadding={8} className="z-50">
          <Popover.Popup
            aria-label={t("demo.react")}
            className="floating flex rounded-full border border-line bg-surface p-1 shadow-float outline-none"
          >
            {EMOJIS.map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={t("inbox.react.with", { emoji })}
                aria-pressed={emoji === current}
                onClick={() => {
                  onChoose(emoji === current ? "" : emoji);
                  setOpen(false);
                }}
                className={cn(
                  "grid size-9 place-items-center rounded-full text-20 transition-transform hover:scale-110 hover:bg-sunken",
                  emoji === current && "bg-accent-wash",
                )}
              >
                {emoji}
              </button>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
