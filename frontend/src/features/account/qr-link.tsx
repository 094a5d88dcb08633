import { useMutation } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { demoApi } from "@/api/demo";
import { useSystem } from "@/api/system";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useNow } from "@/hooks/use-now";
import { countdown } from "@/lib/dates";

const STEPS = ["step1", "step2", "step3"] as const;

/** Three steps beside the code, which renews itself. */
export function QrLink({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const cancel = useMutation({ mutationFn: () => accountApi.cancelLink() });
  const scan = useMutation({ mutationFn: () => demoApi.scanQR() });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-8 max-[760px]:grid-cols-1">
      <div className="grid gap-4">
        <ol className="grid gap-3.5">
          {STEPS.map((step, index) => (
            <li key={step} className="grid grid-cols-[24px_minmax(0,1fr)] gap-3">
              <span
                aria-hidden
                className="grid size-6 place-items-center rounded-full bg-accent-wash font-semibold text-12 text-accent"
              >
                {index + 1}
              </span>
              <span className="pt-0.5">{t(`account.${step}`)}</span>
            </li>
          ))}
        </ol>
        <p className="text-13 text-soft">{t("account.online")}</p>
        <div className="flex flex-wrap gap-2">
          <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("account.cancel")}
          </Button>
          {system?.demo ? (
            <Button
              variant="primary"
              icon={<Smartphone aria-hidden />}
              busy={scan.isPending}
              disabled={status.qr === ""}
              onClick={() => scan.mutate()}
            >
              {t("account.demoScan")}
            </Button>
          ) : null}
        </div>
      </div>
      <Code status={status} />
    </div>
  );
}

function Code({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const left = status.qrExpiresAt - now;
  return (
    <div className="grid justify-items-center gap-2">
      <div className="grid size-66 place-items-center rounded-lg border border-line bg-paper p-3">
        {status.qr === "" ? (
          <span role="status" className="shimmer text-13 text-paper-ink">
            {t("account.loading")}
          </span>
        ) : (
          <img
            data-testid="qr"
            src={status.qr}
            alt={t("account.qr")}
            className="size-60 [image-rendering:pixelated]"
          />
        )}
      </div>
      <p role="timer" className="h-4 text-12 text-soft tabular-nums">
        {status.qr === "" || status.qrExpiresAt === 0
          ? null
          : left > 0
            ? t("account.newCode", { left: countdown(status.qrExpiresAt, now) })
            : t("account.expired")}
      </p>
    </div>
  );
}
