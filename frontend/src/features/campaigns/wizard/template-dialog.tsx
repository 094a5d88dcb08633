import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { useTemplates } from "@/api/templates";
import type { Template } from "@/api/types";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { SearchInput } from "@/components/ui/search-input";
import { ListSkeleton } from "@/components/ui/skeleton";
import { plainLine } from "@/lib/whatsapp-format";
import { AttachmentThumb } from "../message/attachment-view";

interface TemplateDialogProps {
  onChoose: (template: Template) => void;
  onClose: () => void;
}

/** The library of messages, to take one of it. */
export function TemplateDialog({ onChoose, onClose }: TemplateDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data, error, refetch } = useTemplates();
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const found = data?.filter(({ name, body }) => `${name} ${body}`.toLowerCase().includes(wanted)) ?? [];
  const content = () => {
    if (error)
      return <ErrorState {...errorText(error)} retry={t("common.retry")} onRetry={() => void refetch()} />;
    if (!data) return <ListSkeleton label={t("common.loading")} rows={3} />;
    if (data.length === 0) return <p className="py-4 text-soft">{t("wizard.template.none")}</p>;
    return (
      <>
        <SearchInput
          value={query}
          onChange={setQuery}
          label={t("wizard.template.search")}
          clearLabel={t("common.clear")}
        />
        <ul className="-mx-2 mt-2 max-h-90 overflow-y-auto">
          {found.map((template) => (
            <li key={template.id}>
              <button
                type="button"
                onClick={() => onChoose(template)}
                className="flex w-full items-center gap-3 rounded-md px-2 py-2 text-start -outline-offset-2 hover:bg-hover"
              >
                {template.attachment ? <AttachmentThumb attachment={template.attachment} /> : null}
                <span className="min-w-0 flex-1">
                  <b className="block truncate font-semibold">
                    <bdi>{template.name}</bdi>
                  </b>
                  <span className="block truncate text-13 text-soft">
                    <bdi>{plainLine(template.body)}</bdi>
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <p className="py-4 text-soft">{t("wizard.template.nothing")}</p> : null}
      </>
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("wizard.template.insertTitle")}
      closeLabel={t("common.close")}
      size="sm"
    >
      {content()}
    </Dialog>
  );
}
