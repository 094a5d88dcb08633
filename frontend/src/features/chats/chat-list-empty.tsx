import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useAccount } from "@/api/account";
import type { ChatFilter } from "@/api/types";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useInboxView } from "./inbox-store";

/** Why the list is empty, and the one thing to do about it. */
export function ChatListEmpty({ query, filter }: { query: string; filter: ChatFilter }) {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const { setFilter, setQuery } = useInboxView();
  if (query !== "" || filter !== "all") {
    const showAll = () => {
      setFilter("all");
      setQuery("");
    };
    return (
      <EmptyState
        drawing="search"
        title={
          query !== "" ? t("inbox.nothing.search", { query }) : t(`inbox.nothing.${emptyFilter(filter)}`)
        }
        action={<Button onClick={showAll}>{t("inbox.nothing.showAll")}</Button>}
      />
    );
  }
  if (status?.state === "not_linked") {
    return (
      <EmptyState
        drawing="phone"
        title={t("inbox.unlinked.title")}
        action={
          <Link href="/settings/link" className={buttonClass("primary")}>
            {t("inbox.unlinked.action")}
          </Link>
        }
      >
        {t("inbox.unlinked.body")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing="chats"
      title={t("inbox.empty.title")}
      action={
        <Link href="/leads" className={buttonClass()}>
          {t("inbox.empty.action")}
        </Link>
      }
    >
      {t("inbox.empty.body")}
    </EmptyState>
  );
}

function emptyFilter(filter: ChatFilter): "unread" | "waiting" | "drafts" {
  return filter === "all" ? "unread" : filter;
}
