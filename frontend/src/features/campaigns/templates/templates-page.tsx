import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { useTemplates } from "@/api/templates";
import type { Template } from "@/api/types";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SearchInput } from "@/components/ui/search-input";
import { TableSkeleton } from "@/components/ui/skeleton";
import { TemplateCard } from "./template-card";
import { TemplateEditor } from "./template-editor";

/** How many templates may stand here before a search helps. */
const FEW = 6;

/** The library: messages that are used again, as people would see them. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useTemplates();
  const errorText = useErrorText();
  const [query, setQuery] = useState("");
  const [editing, setEditing] = useState<Template | "new" | null>(null);
  const word = query.trim().toLowerCase();
  const found = data?.filter(({ name, body }) => `${name}\n${body}`.toLowerCase().includes(word));
  const content = () => {
    if (error) {
      const { title, detail } = errorText(error);
      return (
        <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
      );
    }
    if (!data || !found) return <TableSkeleton label={t("common.loading")} rows={3} />;
    if (data.length === 0) {
      return (
        <EmptyState
          drawing="chat"
          title={t("templates.empty.title")}
          action={
            <Button variant="primary" onClick={() => setEditing("new")}>
              {t("templates.empty.action")}
            </Button>
          }
        >
          {t("templates.empty.body")}
        </EmptyState>
      );
    }
    if (found.length === 0) return <p className="p-2 text-soft">{t("templates.nothing")}</p>;
    return (
      <ul
        aria-label={t("templates.list")}
        className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] items-start gap-4"
      >
        {found.map((template) => (
          <TemplateCard key={template.id} template={template} onEdit={() => setEditing(template)} />
        ))}
      </ul>
    );
  };
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <PageHeader title={t("templates.title")}>
        {data && data.length > FEW ? (
          <SearchInput
            label={t("templates.search")}
            clearLabel={t("common.clear")}
            value={query}
            onChange={setQuery}
          />
        ) : null}
        <Button variant="primary" icon={<Plus aria-hidden />} onClick={() => setEditing("new")}>
          {t("templates.new")}
        </Button>
      </PageHeader>
      <div className="min-h-0 flex-1">{content()}</div>
      {editing ? (
        <TemplateEditor template={editing === "new" ? undefined : editing} onClose={() => setEditing(null)} />
      ) : null}
    </div>
  );
}
