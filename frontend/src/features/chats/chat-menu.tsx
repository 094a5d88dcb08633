import { EllipsisVertical, Lock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Chat } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { useSetPrivate } from "./use-set-private";

/** What can be done with a whole conversation. */
export function ChatMenu({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const setPrivate = useSetPrivate(chat.id);
  const name = chat.name || chat.phoneDisplay;
  if (chat.private) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t("inbox.chatMenu")}>
            <EllipsisVertical aria-hidden />
          </IconButton>
        }
        actions={[
          {
            label: t("inbox.private.action"),
            icon: <Lock aria-hidden />,
            onSelect: () => setAsking(true),
          },
        ]}
      />
      <AlertDialog
        open={asking}
        danger
        onClose={() => setAsking(false)}
        title={t("inbox.private.ask", { name })}
        cancel={t("common.cancel")}
        confirm={t("inbox.private.confirm")}
        busy={setPrivate.isPending}
        onConfirm={() =>
          setPrivate.mutate(true, {
            onSuccess: () => showToast({ title: t("inbox.private.done") }),
            onSettled: () => setAsking(false),
          })
        }
      >
        <p>{t("inbox.private.removes")}</p>
        <p>{t("inbox.private.keeps")}</p>
      </AlertDialog>
    </>
  );
}
