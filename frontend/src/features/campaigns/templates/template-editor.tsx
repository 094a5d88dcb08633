import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { templatesApi, useVariables } from "@/api/templates";
import type { Template, TemplateInput } from "@/api/types";
import { MessageEditor } from "@/components/message-editor";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { AttachmentField } from "../message/attachment-field";

/** Files that WhatsApp shows no words with. */
const WORDLESS: readonly string[] = ["audio", "voice", "sticker"];

/** Writes or changes a template. Campaigns that were made of it stay as they are. */
export function TemplateEditor({
  template,
  onClose,
}: {
  template: Template | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { data: columns = [] } = useVariables();
  const [input, setInput] = useState<TemplateInput>({
    name: template?.name ?? "",
    body: template?.body ?? "",
    ...(template?.attachment ? { attachment: template.attachment } : {}),
  });
  const save = useMutation({
    mutationFn: () => (template ? templatesApi.update(template.id, input) : templatesApi.create(input)),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: keys.templates });
    },
    meta: { inline: true },
  });
  const problem = save.error ? errorText(save.error) : undefined;
  const { attachment, ...words } = input;
  return (
    <Dialog
      open
      onClose={onClose}
      title={template ? t("templates.edit") : t("templates.new")}
      closeLabel={t("common.close")}
      size="lg"
      keepOnOutsideClick
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            variant="primary"
            busy={save.isPending}
            disabled={input.name.trim() === "" || (input.body.trim() === "" && !attachment)}
            onClick={() => save.mutate()}
          >
            {t("common.save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {problem ? (
          <Banner tone="bad" title={problem.title}>
            {problem.detail}
          </Banner>
        ) : null}
        <Field label={t("templates.name")}>
          {(field) => (
            <Input
              {...field}
              autoFocus
              maxLength={60}
              value={input.name}
              onChange={(event) => setInput({ ...input, name: event.target.value })}
            />
          )}
        </Field>
        <MessageEditor
          label={t("templates.message")}
          value={input.body}
          onChange={(body) => setInput({ ...input, body })}
          columns={columns}
          wordless={attachment !== undefined && WORDLESS.includes(attachment.kind)}
        />
        <AttachmentField
          attachment={attachment}
          onChange={(file) => setInput(file ? { ...words, attachment: file } : words)}
        />
      </div>
    </Dialog>
  );
}
