import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useLeadsView } from "./leads-store";

export function LeadsEmpty({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  const { clear } = useLeadsView();
  if (filtered) {
    return (
      <EmptyState
        drawing="search"
        title={t("leads.nothing.title")}
        action={<Button onClick={clear}>{t("leads.nothing.clear")}</Button>}
      >
        {t("leads.nothing.body")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing="leads"
      title={t("leads.empty.title")}
      action={
        <>
          <Link href="/leads/import" className={buttonClass("primary")}>
            {t("leads.empty.import")}
          </Link>
          <Link href="/sheets" className={buttonClass()}>
            {t("leads.empty.sheet")}
          </Link>
        </>
      }
    >
      {t("leads.empty.body")}
    </EmptyState>
  );
}
