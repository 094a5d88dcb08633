import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { keys } from "@/api/keys";
import { optOutsApi } from "@/api/optouts";
import type { OptOut } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { PhoneNumber } from "@/components/ui/phone-number";
import { showToast } from "@/components/ui/toast";
import { useNow } from "@/hooks/use-now";
import { dayAndTime } from "@/lib/dates";

const SOURCES = ["whatsapp", "user"] as const;

/** One person who wants no campaigns, or wanted none once. */
export function OptOutRow({ entry }: { entry: OptOut }) {
  const { t } = useTranslation();
  const now = useNow();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const name = entry.name || entry.phoneDisplay || t("optouts.nameless");
  const lift = useMutation({
    mutationFn: () => optOutsApi.delete({ leadId: entry.leadId, phone: `+${entry.phone}` }),
    onSuccess: () => {
      setAsking(false);
      showToast({ title: t("optouts.lifted", { name }) });
      void client.invalidateQueries({ queryKey: keys.leads });
    },
  });
  const source = SOURCES.find((each) => each === entry.source) ?? "other";
  const why = t(`optouts.why.${source}`, { reason: entry.reason });
  return (
    <li data-testid="optout-row" className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {entry.leadId > 0 ? (
            <Link href={`/leads/${entry.leadId}`} className="truncate font-medium hover:underline">
              {name}
            </Link>
          ) : (
            <span className="font-medium">{t("optouts.noLead")}</span>
          )}
          {name === entry.phoneDisplay && entry.leadId > 0 ? null : (
            <PhoneNumber value={entry.phoneDisplay} className="text-13 text-soft" />
          )}
        </p>
        <p className="break-words text-13 text-soft">
          {source === "user" && entry.reason ? t("optouts.byHand", { reason: entry.reason }) : why}
          {" · "}
          {dayAndTime(entry.at, now)}
        </p>
      </div>
      {entry.liftedAt > 0 ? (
        <Chip>{t("optouts.backSince", { when: dayAndTime(entry.liftedAt, now) })}</Chip>
      ) : (
        <Button size="sm" aria-label={t("optouts.liftOf", { name })} onClick={() => setAsking(true)}>
          {t("optouts.lift")}
        </Button>
      )}
      <AlertDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("optouts.liftTitle", { name })}
        confirm={t("optouts.lift")}
        cancel={t("common.cancel")}
        busy={lift.isPending}
        onConfirm={() => lift.mutate()}
      >
        <p>{t("optouts.liftBody")}</p>
      </AlertDialog>
    </li>
  );
}
