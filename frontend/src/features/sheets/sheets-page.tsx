import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useErrorText } from "@/api/error-text";
import { useSheets } from "@/api/sheets";
import { PageHeader } from "@/components/page-header";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { TableSkeleton } from "@/components/ui/skeleton";
import { GoogleAccess } from "./access/google-access";
import { SheetRow } from "./sheet-row";

/** Every connected sheet: whether it is read, what it brought, what is wrong. */
export function SheetsPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { data, error, refetch } = useSheets();
  const errorText = useErrorText();
  const content = () => {
    if (error) {
      const { title, detail } = errorText(error);
      return (
        <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
      );
    }
    if (!data) return <TableSkeleton label={t("common.loading")} rows={3} />;
    if (data.length === 0) {
      return (
        <EmptyState
          drawing="sheets"
          title={t("sheets.empty.title")}
          action={
            <Link href="/sheets/new" className={buttonClass("primary")}>
              {t("sheets.empty.action")}
            </Link>
          }
        >
          {t("sheets.empty.body")}
        </EmptyState>
      );
    }
    return (
      <>
        <ul
          aria-label={t("sheets.list")}
          className="divide-y divide-line rounded-lg border border-line bg-surface"
        >
          {data.map((sheet) => (
            <SheetRow key={sheet.id} sheet={sheet} />
          ))}
        </ul>
        <GoogleAccess />
      </>
    );
  };
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader title={t("sheets.title")}>
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => navigate("/sheets/new")}>
          {t("sheets.connect")}
        </Button>
      </PageHeader>
      <div className="flex min-h-0 flex-1 flex-col gap-4">{content()}</div>
    </div>
  );
}
