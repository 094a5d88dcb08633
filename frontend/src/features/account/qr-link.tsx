import { useMutation } from "@tanstack/react-query";
import { Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { demoApi } from "@/api/demo";
import { useSystem } from "@/api/system";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Expiry } from "./expiry";
import { LinkSteps } from "./link-steps";

/** Three steps beside the code, which renews itself. */
export function QrLink({ status, now }: { status: AccountStatus; now: number }) {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const scan = useMutation({ mutationFn: () => demoApi.scanQR() });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-8 max-[760px]:grid-cols-1">
      <div className="grid gap-4">
        <LinkSteps way="qr" />
        {system?.demo ? (
          <Button
            variant="primary"
            className="justify-self-start"
            icon={<Smartphone aria-hidden />}
            busy={scan.isPending}
            disabled={status.qr === ""}
            onClick={() => scan.mutate()}
          >
            {t("account.demoScan")}
          </Button>
        ) : null}
      </div>
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
        {status.qr === "" ? null : <Expiry status={status} now={now} />}
      </div>
    </div>
  );
}
