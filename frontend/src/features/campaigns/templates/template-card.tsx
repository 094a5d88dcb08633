import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { templatesApi } from "@/api/templates";
import type { Template } from "@/api/types";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { WhatsAppText } from "@/components/whatsapp-text";
import { AttachmentBubble } from "../message/attachment-view";

interface TemplateCardProps {
  template: Template;
  onEdit: () => void;
}

/** One message of the library; a deletion can be taken back. */
export function TemplateCard({ template, onEdit }: TemplateCardProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { name, body, attachment } = template;
  const onSuccess = () => client.invalidateQueries({ queryKey: keys.templates });
  const create = useMutation({
    mutationFn: (as: string) =>
      templatesApi.create({ name: as, body, ...(attachment ? { attachment } : {}) }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => templatesApi.delete(template.id),
    onSuccess: () => {
      showToast({
        title: t("templates.deleted", { name }),
        action: { label: t("common.undo"), onClick: () => create.mutate(name) },
      });
      return onSuccess();
    },
  });
  return (
    <li className="grid gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-center gap-2">
        <button
          type="button"
          dir="auto"
          onClick={onEdit}
          className="min-w-0 flex-1 cursor-default truncate text-start font-semibold hover:underline"
        >
          {name}
        </button>
        <Menu
          trigger={
            <IconButton size="sm" label={t("templates.menu", { name })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          actions={[
            { label: t("templates.edit"), icon: <Pencil aria-hidden />, onSelect: onEdit },
            {
              label: t("templates.duplicate"),
              icon: <Copy aria-hidden />,
              onSelect: () => create.mutate(t("campaign.copyOf", { name })),
            },
            {
              label: t("templates.delete"),
              icon: <Trash2 aria-hidden />,
              danger: true,
              onSelect: () => remove.mutate(),
            },
          ]}
        />
      </div>
      <div className="grid max-h-56 gap-1.5 justify-self-start overflow-hidden rounded-lg rounded-ss-xs bg-mine p-1.5">
        {attachment ? <AttachmentBubble attachment={attachment} /> : null}
        {body.trim() !== "" ? (
          <div dir="auto" className="line-clamp-6 px-1.5 py-0.5">
            <WhatsAppText text={body} />
          </div>
        ) : null}
      </div>
    </li>
  );
}
