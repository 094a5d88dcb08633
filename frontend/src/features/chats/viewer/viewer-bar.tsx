import { Dialog } from "@base-ui/react/dialog";
import { Download, Forward, type LucideIcon, X, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";
import { useSaveFile } from "../message/document-content";
import { canForward } from "../message/message-rules";

export const viewerButton =
  "grid size-9 shrink-0 place-items-center rounded-full text-veil-ink hover:bg-veil-ink/15 disabled:opacity-35 [&_svg]:size-5";

interface ViewerBarProps {
  message: Message;
  name: string;
  /** 0 for what cannot be zoomed. */
  zoom: number;
  onZoom: (zoom: number) => void;
  onForward: () => void;
}

/** Who sent it and when, and what can be done with it. */
export function ViewerBar({ message, name, zoom, onZoom, onForward }: ViewerBarProps) {
  const { t } = useTranslation();
  const now = useNow();
  const save = useSaveFile();
  const title = message.fromMe ? t("inbox.message.quotedYou") : name;
  return (
    <header className="flex h-15 shrink-0 items-center gap-1 px-4">
      <div className="min-w-0 flex-1">
        <Dialog.Title dir="auto" className="truncate text-start font-semibold">
          {title}
        </Dialog.Title>
        <p className="text-12 tabular-nums opacity-75">{dayAndTime(message.at, now)}</p>
      </div>
      {zoom > 0 ? (
        <>
          <BarButton
            Icon={ZoomOut}
            label={t("inbox.viewer.smaller")}
            disabled={zoom <= 1}
            onClick={() => onZoom(zoom / 1.5)}
          />
          <BarButton Icon={ZoomIn} label={t("inbox.viewer.larger")} onClick={() => onZoom(zoom * 1.5)} />
        </>
      ) : null}
      {message.id > 0 ? (
        <BarButton Icon={Download} label={t("inbox.menu.save")} onClick={() => save(message)} />
      ) : null}
      {canForward(message) ? (
        <BarButton Icon={Forward} label={t("inbox.menu.forward")} onClick={onForward} />
      ) : null}
      <Dialog.Close aria-label={t("common.close")} title={t("common.close")} className={viewerButton}>
        <X aria-hidden />
      </Dialog.Close>
    </header>
  );
}

interface BarButtonProps {
  Icon: LucideIcon;
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

function BarButton({ Icon, label, disabled, onClick }: BarButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
      className={viewerButton}
    >
      <Icon aria-hidden />
    </button>
  );
}
