import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { campaignsApi } from "@/api/campaigns";
import { toBackendError } from "@/api/client";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import type { Reach } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useNow } from "@/hooks/use-now";
import { dayAndTimeInText } from "@/lib/dates";
import type { CampaignDraft } from "./use-campaign-draft";

interface StartDialogProps {
  draft: CampaignDraft;
  reach: Reach;
  /** When it starts by itself; "" = now. */
  when: string;
  confirm: string;
  onClose: () => void;
}

/** Names the size and the end once more; many strangers need their number typed. */
export function StartDialog({ draft, reach, when, confirm, onClose }: StartDialogProps) {
  const { t } = useTranslation();
  const now = useNow();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const errorText = useErrorText();
  const [typed, setTyped] = useState("");
  const { total, cold, needsWord, finishAt } = reach;
  const launch = useMutation({
    mutationFn: async () => {
      const id = await draft.keep();
      const word = { cold: needsWord ? cold : 0 };
      return when ? campaignsApi.schedule(id, word) : campaignsApi.start(id, word);
    },
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: keys.campaigns });
      navigate(`/campaigns/${id}`);
    },
    onError: (cause) => {
      if (toBackendError(cause).fields.reason !== "cold") return;
      setTyped("");
      void client.invalidateQueries({ queryKey: keys.reaches });
    },
    meta: { inline: true },
  });
  const changed = launch.error ? toBackendError(launch.error).fields.reason === "cold" : false;
  const problem = launch.error && !changed ? errorText(launch.error) : undefined;
  const finish = finishAt > 0 ? dayAndTimeInText(finishAt, now) : "";
  return (
    <AlertDialog
      open
      onClose={onClose}
      title={
        when ? t("wizard.confirm.titleSchedule", { time: when }) : t("wizard.confirm.title", { count: total })
      }
      confirm={confirm}
      cancel={t("wizard.confirm.cancel")}
      busy={launch.isPending}
      unready={needsWord && !sameNumber(typed, cold)}
      onConfirm={() => launch.mutate()}
    >
      {when ? <p>{t("wizard.confirm.people", { count: total })}</p> : null}
      <p>
        {finish ? `${t("wizard.confirm.ends", { time: finish })} ` : ""}
        {t("wizard.confirm.computer")}
      </p>
      <p>{t(`wizard.confirm.${draft.input.keepAdding ? "adding" : when ? "freezeLater" : "freeze"}`)}</p>
      {changed ? <Banner tone="warn" title={t("wizard.confirm.changed")} /> : null}
      {needsWord ? (
        <div className="mt-2 grid gap-3 rounded-md bg-warn-wash p-3 text-ink">
          <p>{t("wizard.confirm.cold", { count: cold })}</p>
          <Field label={t("wizard.confirm.type", { count: cold })}>
            {(field) => (
              <Input
                {...field}
                autoFocus
                dir="ltr"
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                className="w-36 tabular-nums"
              />
            )}
          </Field>
        </div>
      ) : null}
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
    </AlertDialog>
  );
}

/** With or without the marks between thousands. */
function sameNumber(typed: string, wanted: number): boolean {
  const digits = typed.replace(/[\s.,'’]/g, "");
  return /^\d+$/.test(digits) && Number(digits) === wanted;
}
