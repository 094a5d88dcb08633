import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import { optOutsApi } from "@/api/optouts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { showToast } from "@/components/ui/toast";
import { useReasonText } from "@/i18n/reason";

/** Opts somebody out by their number, who need not be a lead. */
export function AddOptOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const reasonText = useReasonText();
  const [phone, setPhone] = useState("");
  const [reason, setReason] = useState("");
  const add = useMutation({
    mutationFn: () => optOutsApi.create({ leadId: 0, phone, reason }),
    meta: { inline: true },
    onSuccess: () => {
      showToast({ title: t("optouts.added", { phone }) });
      void client.invalidateQueries({ queryKey: keys.leads });
      onClose();
    },
  });
  const cause = add.error ? toBackendError(add.error) : undefined;
  const code = cause?.code === "invalid" ? cause.fields.reason : undefined;
  const problem = cause && (code ? reasonText(code) : cause.detail);
  const aboutReason = cause?.fields.field === "reason";
  return (
    <Dialog
      open
      keepOnOutsideClick
      onClose={onClose}
      title={t("optouts.addTitle")}
      description={t("optouts.addBody")}
      closeLabel={t("common.close")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form="add-optout" busy={add.isPending}>
            {t("optouts.addNow")}
          </Button>
        </>
      }
    >
      <form
        id="add-optout"
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Field
          label={t("lead.new.phone")}
          hint={t("lead.new.phoneHint")}
          error={aboutReason ? undefined : problem}
        >
          {(props) => (
            <Input
              {...props}
              autoFocus
              dir="ltr"
              inputMode="tel"
              value={phone}
              onChange={(event) => setPhone(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t("optouts.reason")}
          hint={t("optouts.reasonHint")}
          error={aboutReason ? problem : undefined}
        >
          {(props) => (
            <Input
              {...props}
              maxLength={120}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
