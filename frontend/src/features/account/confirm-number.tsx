import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import type { AccountStatus } from "@/api/types";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useNow } from "@/hooks/use-now";
import { countdown } from "@/lib/dates";

/** Another number than the last one has scanned the code: a person says whether it is meant. */
export function ConfirmNumber({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const answer = useMutation({ mutationFn: (yes: boolean) => accountApi.confirmNumber(yes) });
  return (
    <AlertDialog
      open
      title={t("account.other.title")}
      confirm={t("account.other.yes")}
      cancel={t("account.other.no")}
      busy={answer.isPending}
      onConfirm={() => answer.mutate(true)}
      onClose={() => answer.mutate(false)}
    >
      <p>{t("account.other.body")}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt>{t("account.other.old")}</dt>
        <dd>
          <PhoneNumber value={status.phoneDisplay} className="font-semibold text-ink" />
        </dd>
        <dt>{t("account.other.fresh")}</dt>
        <dd>
          <PhoneNumber value={status.otherPhoneDisplay} className="font-semibold text-ink" />
        </dd>
      </dl>
      <p>{t("account.other.keep")}</p>
      <p role="timer" className="text-13 tabular-nums">
        {t("account.other.left", { left: countdown(status.expiresAt, now) })}
      </p>
    </AlertDialog>
  );
}
