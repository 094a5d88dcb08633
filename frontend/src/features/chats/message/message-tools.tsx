import { ChevronDown, Smile } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { cn } from "@/lib/cn";
import { openMessageMenu, useMessageMenu } from "./menu-store";
import { canReact } from "./message-rules";

/** Beside a bubble under the mouse: react, and everything else. The keyboard has the menu of the bubble itself. */
export function MessageTools({ message }: { message: Message }) {
  const { t } = useTranslation();
  const open = useMessageMenu((menu) => menu.open?.message.id === message.id);
  return (
    <div
      className={cn(
        "absolute top-0 bottom-0 flex items-center px-1.5 opacity-0 focus-within:opacity-100 group-hover/message:opacity-100",
        message.fromMe ? "end-full flex-row-reverse" : "start-full",
        open && "opacity-100",
      )}
    >
      {canReact(message) ? (
        <Tool
          label={t("inbox.react.label")}
          onClick={(element) => openMessageMenu("react", message, element)}
        >
          <Smile aria-hidden className="size-4" />
        </Tool>
      ) : null}
      <Tool label={t("inbox.menu.label")} onClick={(element) => openMessageMenu("menu", message, element)}>
        <ChevronDown aria-hidden className="size-4" />
      </Tool>
    </div>
  );
}

interface ToolProps {
  label: string;
  onClick: (element: Element) => void;
  children: React.ReactNode;
}

function Tool({ label, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => onClick(event.currentTarget)}
      className="grid size-7 place-items-center rounded-full text-soft hover:bg-ink/8 hover:text-ink"
    >
      {children}
    </button>
  );
}
