import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/api/keys";
import { leadsApi } from "@/api/leads";
import type { ConsentState } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";

const STATES = ["given", "refused", "unknown"] as const;

interface ConsentDialogProps {
  ids: number[];
  title: string;
  state?: ConsentState;
  onClose: () => void;
}

/** Notes whether people agreed to be written to, and how that is known. */
export function ConsentDialog({ ids, title, state = "given", onClose }: ConsentDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [choice, setChoice] = useState<ConsentState>(state);
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: () => leadsApi.setConsent(ids, choice, note),
    onSuccess: () => {
      showToast({ title: t("lead.consent.saved") });
      void client.invalidateQueries({ queryKey: keys.leads });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t("lead.consent.hint")}
      closeLabel={t("common.close")}
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" busy={save.isPending} onClick={() => save.mutate()}>
            {t("lead.consent.save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Select
          label={t("lead.consent.title")}
          value={choice}
          options={STATES.map((each) => ({ value: each, label: t(`lead.consent.${each}`) }))}
          onChange={setChoice}
        />
        <Field label={t("lead.consent.note")} hint={t("lead.consent.noteHint")}>
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
