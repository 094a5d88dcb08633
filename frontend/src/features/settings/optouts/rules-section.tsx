import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import { optOutsApi, useOptOutRules } from "@/api/optouts";
import type { OptOutRules } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { showToast } from "@/components/ui/toast";
import { SettingsSection } from "../settings-section";
import { WordList } from "./word-list";

/** Which words count as an opt-out, and what answers them. */
export function RulesSection() {
  const { t } = useTranslation();
  const { data: rules } = useOptOutRules();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (next: OptOutRules) => optOutsApi.update(next),
    onSuccess: (saved) => client.setQueryData(keys.optOutRules, saved),
    meta: { inline: true },
  });
  const reset = useMutation({
    mutationFn: async () => {
      const { words } = await optOutsApi.defaultRules();
      if (rules) await save.mutateAsync({ ...rules, words });
    },
    meta: { inline: true },
    onSuccess: () => showToast({ title: t("optouts.rules.resetDone") }),
  });
  if (!rules) return null;
  const cause = save.error ? toBackendError(save.error) : undefined;
  const problemOf = (field: string) => (cause?.fields.field === field ? cause.detail : undefined);
  const put = (list: "stop" | "start") => (words: string[]) =>
    save.mutateAsync({ ...rules, words: { ...rules.words, [list]: words } });
  return (
    <SettingsSection title={t("optouts.rules.title")}>
      <p className="-mt-2 text-soft">{t("optouts.rules.body")}</p>
      <WordList
        label={t("optouts.rules.stop")}
        words={rules.words.stop}
        problem={problemOf("stop")}
        onChange={put("stop")}
      />
      <WordList
        label={t("optouts.rules.start")}
        words={rules.words.start}
        problem={problemOf("start")}
        onChange={put("start")}
      />
      <Button size="sm" className="justify-self-start" busy={reset.isPending} onClick={() => reset.mutate()}>
        {t("optouts.rules.reset")}
      </Button>
      <Confirmation key={rules.text} rules={rules} problem={problemOf("text")} onSave={save.mutate} />
    </SettingsSection>
  );
}

interface ConfirmationProps {
  rules: OptOutRules;
  problem: string | undefined;
  onSave: (rules: OptOutRules) => void;
}

function Confirmation({ rules, problem, onSave }: ConfirmationProps) {
  const { t } = useTranslation();
  const hint = useId();
  const [text, setText] = useState(rules.text);
  return (
    <div className="grid gap-3 border-line border-t pt-4">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p className="font-medium">{t("optouts.rules.confirm")}</p>
          <p id={hint} className="text-13 text-soft">
            {t("optouts.rules.confirmHint")}
          </p>
        </div>
        <Switch
          label={t("optouts.rules.confirm")}
          describedBy={hint}
          checked={rules.confirm}
          onChange={(confirm) => onSave({ ...rules, confirm })}
        />
      </div>
      {rules.confirm ? (
        <Field label={t("optouts.rules.text")} error={problem}>
          {(props) => (
            <Textarea
              {...props}
              maxLength={300}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {rules.confirm && text.trim() !== rules.text ? (
        <Button variant="primary" className="justify-self-start" onClick={() => onSave({ ...rules, text })}>
          {t("optouts.rules.saveText")}
        </Button>
      ) : null}
    </div>
  );
}
