import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { templatesApi } from "@/api/templates";
import type { Variant } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";

/** Keeps a message in the library under a name. */
export function SaveTemplateDialog({ variant, onClose }: { variant: Variant; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => templatesApi.create({ name, ...variant }),
    onSuccess: ({ name: kept }) => {
      showToast({ title: t("wizard.template.saved", { name: kept }) });
      onClose();
      return client.invalidateQueries({ queryKey: keys.templates });
    },
    meta: { inline: true },
  });
  const error = save.error ? (errorText(save.error).detail ?? errorText(save.error).title) : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("wizard.template.saveTitle")}
      description={t("wizard.template.saveBody")}
      closeLabel={t("common.close")}
      size="sm"
      keepOnOutsideClick
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Field label={t("wizard.template.name")} error={error}>
          {(field) => (
            <Input
              {...field}
              autoFocus
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === ""} busy={save.isPending}>
            {t("common.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
