import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import type { Backup, Startup } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Drawing } from "@/components/ui/drawing";
import { useNow } from "@/hooks/use-now";
import { dayAndTime, dayAndTimeInText } from "@/lib/dates";
import { fileSize } from "@/lib/files";

const KINDS = ["daily", "migration", "manual"] as const;

/** The data could not be opened: what happened, what was kept, what to do. */
export function StartupTroublePage({ startup }: { startup: Startup }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const now = useNow();
  const [asking, setAsking] = useState<Backup | null>(null);
  const onSuccess = () => client.invalidateQueries();
  const retry = useMutation({ mutationFn: () => systemApi.retryStart(), onSuccess });
  const restore = useMutation({
    mutationFn: (backup: Backup) => systemApi.restoreBackup(backup.id),
    onSuccess,
    onSettled: () => setAsking(null),
  });
  const state = startup.state === "ok" ? "failed" : startup.state;
  return (
    <main className="grid h-full content-center overflow-y-auto px-6 py-8">
      <section
        data-testid="startup-trouble"
        data-state={startup.state}
        className="mx-auto grid w-full max-w-160 gap-5 rounded-lg border border-line bg-surface p-8 shadow-float"
      >
        <div className="grid justify-items-center gap-2 text-center">
          <Drawing name="trouble" />
          <h1 className="mt-2 font-semibold text-20 tracking-tight">{t(`trouble.${state}.title`)}</h1>
          <p className="max-w-120 text-pretty text-soft">{t(`trouble.${state}.body`)}</p>
        </div>
        {state === "damaged" ? (
          <div className="grid gap-2">
            <h2 className="font-semibold text-13">{t("trouble.backups")}</h2>
            {startup.backups.length === 0 ? <p className="text-soft">{t("trouble.noBackups")}</p> : null}
            <ul className="divide-y divide-line rounded-md border border-line">
              {startup.backups.map((backup) => (
                <li key={backup.id} className="flex items-center gap-4 px-4 py-2.5">
                  <span className="min-w-0 flex-1">
                    <b className="block font-medium tabular-nums">{dayAndTime(backup.createdAt, now)}</b>
                    <span className="text-13 text-soft">
                      {t(`trouble.kind.${KINDS.find((kind) => kind === backup.kind) ?? "other"}`)}
                      {` · ${fileSize(backup.sizeBytes)}`}
                    </span>
                  </span>
                  <Button size="sm" onClick={() => setAsking(backup)}>
                    {t("trouble.restore")}
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {startup.message ? (
          <details className="text-13 text-soft">
            <summary>{t("trouble.details")}</summary>
            <p data-selectable className="mt-2 break-words rounded-sm bg-sunken p-3 font-mono text-12">
              {startup.message}
            </p>
          </details>
        ) : null}
        <footer className="flex flex-wrap justify-end gap-2 border-line border-t pt-4">
          <Button variant="quiet" onClick={() => void systemApi.quit()}>
            {t("trouble.quit")}
          </Button>
          <Button onClick={() => void systemApi.openDataFolder()}>{t("trouble.folder")}</Button>
          <Button
            variant={state === "damaged" ? "secondary" : "primary"}
            busy={retry.isPending}
            onClick={() => retry.mutate()}
          >
            {t("trouble.retry")}
          </Button>
        </footer>
      </section>
      <AlertDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking ? t("trouble.restoreTitle", { time: dayAndTimeInText(asking.createdAt, now) }) : ""}
        confirm={t("trouble.restore")}
        cancel={t("common.cancel")}
        busy={restore.isPending}
        onConfirm={() => asking && restore.mutate(asking)}
      >
        <p>{t("trouble.restoreBody")}</p>
      </AlertDialog>
    </main>
  );
}
