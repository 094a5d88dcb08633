import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { settingsApi, useLoosestPace } from "@/api/settings";
import type { Pace } from "@/api/types";
import { PaceFields } from "@/components/pace-fields";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { SettingsSection } from "./settings-section";

export function PaceSection({ pace }: { pace: Pace }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [draft, setDraft] = useState(pace);
  const { data: loosest = pace } = useLoosestPace();
  const save = useMutation({
    mutationFn: () => settingsApi.update({ pace: draft }),
    onSuccess: (saved) => {
      client.setQueryData(keys.settings, saved);
      showToast({ title: t("settings.paceSaved") });
    },
    meta: { inline: true },
  });
  const changed = JSON.stringify(draft) !== JSON.stringify(pace);
  const problem = save.error ? errorText(save.error) : undefined;
  return (
    <SettingsSection title={t("settings.pace")}>
      <p className="-mt-2 text-soft">{t("settings.paceHint")}</p>
      <PaceFields value={draft} onChange={setDraft} loosest={loosest} />
      {problem ? (
        <Banner tone="bad" title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
      {changed ? (
        <Button
          variant="primary"
          busy={save.isPending}
          onClick={() => save.mutate()}
          className="justify-self-start"
        >
          {t("settings.savePace")}
        </Button>
      ) : null}
    </SettingsSection>
  );
}
