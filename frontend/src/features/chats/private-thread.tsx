import { useTranslation } from "react-i18next";
import type { Chat } from "@/api/types";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useSetPrivate } from "./use-set-private";

/** A conversation of which nothing is kept here, and the way back. */
export function PrivateThread({ chat }: { chat: Chat }) {
  const { t } = useTranslation();
  const setPrivate = useSetPrivate(chat.id);
  const name = chat.name || chat.phoneDisplay;
  return (
    <div data-testid="private-thread" className="grid min-h-0 flex-1 place-items-center overflow-y-auto">
      <EmptyState
        drawing="private"
        title={t("inbox.private.title")}
        action={
          <Button busy={setPrivate.isPending} onClick={() => setPrivate.mutate(false)}>
            {t("inbox.private.store")}
          </Button>
        }
      >
        {t("inbox.private.body", { name })}
      </EmptyState>
    </div>
  );
}
