import { useMutation } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { accountApi, useAccount } from "@/api/account";
import { isCounting, useLinkText } from "@/api/link-text";
import type { AccountStatus } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/hooks/use-now";
import { ConfirmNumber } from "./confirm-number";
import { History } from "./history";
import { Linked } from "./linked";
import { LinkedAs } from "./linked-as";
import { Linking } from "./linking";
import { Passkey } from "./passkey";
import { StartLink } from "./start-link";

/** The link to WhatsApp in every state, with its next step. */
export function LinkPanel() {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const now = useNow(status && isCounting(status, Date.now()) ? 1000 : null);
  if (!status) return <Skeleton className="h-24 w-full rounded-lg" />;
  switch (status.state) {
    case "not_linked":
    case "logged_out":
      return <StartLink status={status} now={now} />;
    case "linking":
      return <Linking key={status.codePhone === "" ? "qr" : "code"} status={status} />;
    case "passkey_required":
      return <Passkey status={status} />;
    case "confirm_number":
      return (
        <>
          <p className="text-soft">{t("link.sentence.confirm_number")}</p>
          <ConfirmNumber status={status} />
        </>
      );
    case "connecting":
      return <Connecting status={status} />;
    case "online":
      return <Linked status={status} />;
    default:
      return <Stopped status={status} now={now} />;
  }
}

function Connecting({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2">
      <LinkedAs status={status} />
      <p role="status" className="flex items-center gap-2 text-soft">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        {t("account.connecting")}
      </p>
      <History sync={status.sync} />
    </div>
  );
}

function Stopped({ status, now }: { status: AccountStatus; now: number }) {
  const { t } = useTranslation();
  const { word, sentence, advice, action } = useLinkText(status, now);
  const reconnect = useMutation({ mutationFn: () => accountApi.reconnect() });
  return (
    <div className="grid gap-3">
      <LinkedAs status={status} />
      <Banner
        tone={status.state === "offline" ? "warn" : "bad"}
        title={`${word}.`}
        action={
          action ? (
            <Button size="sm" busy={reconnect.isPending} onClick={() => reconnect.mutate()}>
              {t(`link.action.${action}`)}
            </Button>
          ) : null
        }
      >
        {sentence} {advice}
      </Banner>
    </div>
  );
}
