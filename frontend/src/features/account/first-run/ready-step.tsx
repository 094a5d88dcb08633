import { CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAccount } from "@/api/account";
import { Button } from "@/components/ui/button";
import { History } from "../history";

export function ReadyStep({ onGo }: { onGo: () => void }) {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const linked = status?.state === "online" || status?.state === "connecting";
  return (
    <div className="grid justify-items-center gap-2 py-6 text-center">
      <CircleCheck aria-hidden className="size-14 text-good" strokeWidth={1.5} />
      <h1 className="mt-2 font-semibold text-28 tracking-tight">{t("setup.readyTitle")}</h1>
      <p className="max-w-110 text-soft">
        {linked ? t("setup.readyLinked", { phone: status.phoneDisplay }) : t("setup.readyUnlinked")}
      </p>
      {status ? <History sync={status.sync} /> : null}
      <Button variant="primary" autoFocus onClick={onGo} className="mt-4">
        {t("setup.go")}
      </Button>
    </div>
  );
}
