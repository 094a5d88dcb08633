import { useMutation } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import type { AccountStatus } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { countdown, dayAndTimeInText } from "@/lib/dates";
import { History } from "./history";
import { LinkedAs } from "./linked-as";

export function Linked({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const restricted = status.restrictedUntil > Date.now();
  const now = useNow(restricted ? 1000 : 30_000);
  const [asking, setAsking] = useState(false);
  const unlink = useMutation({
    mutationFn: () => accountApi.unlink(),
    onSettled: () => setAsking(false),
  });
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-4">
        <span className="grid size-11 shrink-0 place-items-center rounded-full bg-good-wash text-good">
          <CircleCheck aria-hidden className="size-5" />
        </span>
        <p className="min-w-60 flex-1">
          <LinkedAs status={status} />
          {status.since > 0 ? (
            <span className="block text-13 text-soft">
              {t("account.since", { time: dayAndTimeInText(status.since, now) })}
            </span>
          ) : null}
        </p>
        <Button onClick={() => setAsking(true)}>{t("account.unlink")}</Button>
      </div>
      {restricted ? (
        <Banner
          tone="warn"
          title={t("account.restricted", {
            time: dayAndTimeInText(status.restrictedUntil, now),
            left: countdown(status.restrictedUntil, now),
          })}
        >
          {t("account.restrictedBody")}
        </Banner>
      ) : null}
      <History sync={status.sync} />
      <AlertDialog
        open={asking}
        danger
        onClose={() => setAsking(false)}
        title={t("account.unlinkTitle")}
        confirm={t("account.unlink")}
        cancel={t("common.cancel")}
        busy={unlink.isPending}
        onConfirm={() => unlink.mutate()}
      >
        <p>{t("account.unlinkBody")}</p>
      </AlertDialog>
    </div>
  );
}
