import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { toBackendError } from "@/api/client";
import { keys } from "@/api/keys";
import { sheetsApi } from "@/api/sheets";
import { systemApi } from "@/api/system";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { NumberedSteps } from "@/components/ui/numbered-steps";
import { showToast } from "@/components/ui/toast";
import { useSheetReason } from "@/i18n/sheet-reason";

const CONSOLE = "https://console.cloud.google.com/iam-admin/serviceaccounts";

/** How a service account comes to be, and where its key file goes. */
export function KeyDrop({ again = false, onDone }: { again?: boolean; onDone?: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const reasonText = useSheetReason();
  const set = useMutation({
    mutationFn: async (file: File) => sheetsApi.setServiceAccount(await file.text()),
    onSuccess: (account) => {
      client.setQueryData(keys.serviceAccount, account);
      showToast({ title: t("googleAccess.added", { email: account.email }) });
      onDone?.();
    },
    meta: { inline: true },
  });
  const problem = set.error ? toBackendError(set.error) : undefined;
  return (
    <div className="grid gap-4">
      <NumberedSteps
        steps={[t("googleAccess.accountHow1"), t("googleAccess.accountHow2"), t("googleAccess.accountHow3")]}
      />
      {problem ? (
        <Banner
          tone="bad"
          title={problem.fields.reason ? reasonText(problem.fields.reason) : problem.detail}
        />
      ) : null}
      <FileDrop
        accept=".json,application/json"
        title={again ? t("googleAccess.other") : t("googleAccess.drop")}
        hint={t("googleAccess.dropHint")}
        busy={set.isPending}
        onFile={(file) => set.mutate(file)}
        className="p-5"
      />
      <Button
        size="sm"
        variant="quiet"
        className="justify-self-start"
        onClick={() => void systemApi.openLink(CONSOLE)}
      >
        {t("googleAccess.openConsole")}
      </Button>
    </div>
  );
}
