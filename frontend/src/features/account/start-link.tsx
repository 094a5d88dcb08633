import { useMutation, useQueryClient } from "@tanstack/react-query";
import { QrCode, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { keys } from "@/api/keys";
import { useLinkText } from "@/api/link-text";
import { settingsApi, useSettings } from "@/api/settings";
import type { AccountStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { NoticeStep } from "./first-run/notice-step";

/** Nothing is linked: why, and the one button. The risk is read before the first link, wherever that starts. */
export function StartLink({ status, now }: { status: AccountStatus; now: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: settings } = useSettings();
  const { sentence } = useLinkText(status, now);
  const [reading, setReading] = useState(false);
  const link = useMutation({ mutationFn: () => accountApi.link() });
  const accept = useMutation({
    mutationFn: () => settingsApi.update({ acceptRisk: true }),
    onSuccess: (saved) => {
      client.setQueryData(keys.settings, saved);
      link.mutate();
    },
  });
  const accepted = (settings?.riskAcceptedAt ?? 0) > 0;
  if (reading && !accepted) {
    return <NoticeStep accepted={false} busy={accept.isPending} onAccept={() => accept.mutate()} />;
  }
  const again = status.state === "logged_out" && status.reason !== "banned" ? ` ${t("account.again")}` : "";
  return (
    <div className="flex flex-wrap items-center gap-4">
      <span className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-wash text-accent">
        <Smartphone aria-hidden className="size-5" />
      </span>
      <p role="status" className="min-w-60 flex-1 text-soft">
        {status.state === "not_linked" && status.reason === ""
          ? t("account.notLinked")
          : `${sentence}${again}`}
      </p>
      <Button
        variant="primary"
        icon={<QrCode aria-hidden />}
        busy={link.isPending}
        disabled={settings === undefined}
        onClick={() => (accepted ? link.mutate() : setReading(true))}
      >
        {status.state === "logged_out" ? t("link.action.linkAgain") : t("account.show")}
      </Button>
    </div>
  );
}
