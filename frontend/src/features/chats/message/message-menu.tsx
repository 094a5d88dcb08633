import { Menu as Base } from "@base-ui/react/menu";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chatsApi } from "@/api/chats";
import { putMessage } from "@/api/message-cache";
import type { Message } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { type MenuAction, MenuRow, menuPopupClass } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { type Anchor, closeMessageMenu, openMessageMenu, useMessageMenu } from "./menu-store";
import { canReact } from "./message-rules";
import { QUICK, ReactionPopover } from "./reaction-popover";
import { useMessageActions } from "./use-message-actions";
import { useReact } from "./use-react";

/** The one menu, and the one bar of emojis, of all messages. */
export function MessageMenus() {
  const open = useMessageMenu((menu) => menu.open);
  const [deleting, setDeleting] = useState<Message | null>(null);
  return (
    <>
      {open?.kind === "menu" ? (
        <MessageMenu
          key={open.message.id}
          message={open.message}
          anchor={open.anchor}
          onDelete={() => setDeleting(open.message)}
        />
      ) : null}
      {open && open.kind !== "menu" ? (
        <ReactionPopover
          key={open.message.id}
          message={open.message}
          anchor={open.anchor}
          full={open.kind === "picker"}
        />
      ) : null}
      {deleting ? <DeleteDialog message={deleting} onClose={() => setDeleting(null)} /> : null}
    </>
  );
}

interface MessageMenuProps {
  message: Message;
  anchor: Anchor;
  onDelete: () => void;
}

function MessageMenu({ message, anchor, onDelete }: MessageMenuProps) {
  const actions = useMessageActions(message, onDelete);
  const bubble = anchor instanceof Element ? anchor.closest<HTMLElement>("[data-message]") : null;
  return (
    <Base.Root open onOpenChange={(next) => !next && closeMessageMenu()} modal={false}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={4} align="start" collisionPadding={8} className="z-50">
          <Base.Popup
            className={cn(menuPopupClass, "min-w-52")}
            finalFocus={() => bubble ?? document.querySelector<HTMLElement>("[data-composer]")}
          >
            {canReact(message) ? <QuickRow message={message} anchor={anchor} /> : null}
            {actions.map((action: MenuAction) => (
              <MenuRow key={action.label} action={action} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function QuickRow({ message, anchor }: { message: Message; anchor: Anchor }) {
  const { t } = useTranslation();
  const react = useReact(message);
  const mine = message.reactions.find((each) => each.fromMe)?.emoji;
  const cell =
    "grid size-8 cursor-default place-items-center rounded-full text-16 outline-none data-highlighted:bg-sunken";
  return (
    <Base.Group className="mb-1 flex justify-between border-line border-b pb-1">
      {QUICK.map((emoji) => (
        <Base.Item
          key={emoji}
          aria-label={t("inbox.react.with", { emoji })}
          onClick={() => react(emoji)}
          className={cn(cell, emoji === mine && "bg-accent-wash")}
        >
          {emoji}
        </Base.Item>
      ))}
      <Base.Item
        aria-label={t("inbox.react.more")}
        closeOnClick={false}
        onClick={() => openMessageMenu("picker", message, anchor)}
        className={cn(cell, "text-soft")}
      >
        <Plus aria-hidden className="size-4" />
      </Base.Item>
    </Base.Group>
  );
}

function DeleteDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => chatsApi.delete(message.id),
    onSuccess: (changed) => putMessage(client, changed),
    onSettled: onClose,
  });
  return (
    <AlertDialog
      open
      danger
      onClose={onClose}
      title={t("inbox.deleting.title")}
      cancel={t("common.cancel")}
      confirm={t("inbox.menu.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>{t("inbox.deleting.body")}</p>
    </AlertDialog>
  );
}
