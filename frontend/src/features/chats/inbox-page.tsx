import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useChat, useChats } from "@/api/chats";
import { Drawer } from "@/components/ui/drawer";
import { EmptyState } from "@/components/ui/empty-state";
import { useMediaQuery } from "@/hooks/use-media-query";
import { cn } from "@/lib/cn";
import { ChatList } from "./chat-list";
import { useInboxView } from "./inbox-store";
import { Thread } from "./thread";

interface InboxPageProps {
  chatId: number;
  /** The panel about a person, which another feature owns. */
  renderPanel: (leadId: number) => ReactNode;
  /** Something stands beside the screen and takes room from it. */
  narrowed: boolean;
}

/** List, conversation, person: three panes, two below 1100 px, one below 800. */
export function InboxPage({ chatId, renderPanel, narrowed }: InboxPageProps) {
  const { t } = useTranslation();
  const { data: chat } = useChat(chatId);
  const { data: all } = useChats("", "all");
  const nobody = all?.pages[0]?.items.length === 0; // the list says so, and what to do
  const wide = useMediaQuery(narrowed ? "(min-width: 1401px)" : "(min-width: 1101px)");
  const { panelOpen, closePanel } = useInboxView();
  const leadId = chat?.id === chatId ? chat.leadId : 0;
  const mac = /Mac/i.test(navigator.userAgent);
  return (
    <div
      data-wide={wide || undefined}
      className={cn(
        "group/inbox grid h-full min-w-0 max-[800px]:grid-cols-[minmax(0,1fr)]",
        wide && leadId > 0 ? "grid-cols-[320px_minmax(0,1fr)_340px]" : "grid-cols-[320px_minmax(0,1fr)]",
      )}
    >
      <div className={cn("min-h-0", chatId > 0 && "max-[800px]:hidden")}>
        <ChatList chatId={chatId} />
      </div>
      <div className={cn("min-h-0 min-w-0", chatId === 0 && "max-[800px]:hidden")}>
        {chatId > 0 ? (
          <Thread key={chatId} chatId={chatId} />
        ) : nobody ? (
          <EmptyState drawing="chat" title={t("inbox.choose.none")} />
        ) : (
          <EmptyState drawing="chat" title={t("inbox.choose.title")}>
            {t("inbox.choose.body", { key: mac ? "⌘K" : "Ctrl+K" })}
          </EmptyState>
        )}
      </div>
      {leadId > 0 && wide ? (
        <aside className="min-h-0 overflow-y-auto border-line border-s bg-surface">
          {renderPanel(leadId)}
        </aside>
      ) : null}
      {leadId > 0 && !wide ? (
        <Drawer
          open={panelOpen}
          onClose={closePanel}
          title={t("inbox.thread.person")}
          closeLabel={t("common.close")}
        >
          {renderPanel(leadId)}
        </Drawer>
      ) : null}
    </div>
  );
}
