import { useMutation } from "@tanstack/react-query";
import { LoaderCircle, QrCode, Smartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { accountApi, useAccount } from "@/api/account";
import { useLinkText } from "@/api/link-text";
import type { AccountStatus } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useNow } from "@/hooks/use-now";
import { Linked } from "./linked";
import { QrLink } from "./qr-link";

/** The link to WhatsApp in every state, with its next step. */
export function LinkPanel() {
  const { data: status } = useAccount();
  if (!status) return <Skeleton className="h-24 w-full rounded-lg" />;
  if (status.state === "linking") return <QrLink status={status} />;
  if (status.state === "online") return <Linked status={status} />;
  if (status.state === "connecting") return <Connecting />;
  return <Stopped status={status} />;
}

function Connecting() {
  const { t } = useTranslation();
  return (
    <p role="status" className="flex items-center gap-2 text-soft">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      {t("account.connecting")}
    </p>
  );
}

function Stopped({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const { word, sentence, action } = useLinkText(status, now);
  const link = useMutation({ mutationFn: () => accountApi.link() });
  const reconnect = useMutation({ mutationFn: () => accountApi.reconnect() });
  const again = status.state === "logged_out";
  if (status.state === "not_linked" || again) {
    return (
      <div className="flex flex-wrap items-center gap-4">
        <span className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-wash text-accent">
          <Smartphone aria-hidden className="size-5" />
        </span>
        <p className="min-w-60 flex-1 text-soft">
          {again ? `${sentence} ${t("account.again")}` : t("account.notLinked")}
        </p>
        <Button
          variant="primary"
          icon={<QrCode aria-hidden />}
          busy={link.isPending}
          onClick={() => link.mutate()}
        >
          {t("account.show")}
        </Button>
      </div>
    );
  }
  return (
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
      {sentence} {status.reason}
    </Banner>
  );
}
