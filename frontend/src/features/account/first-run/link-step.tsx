import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { accountApi, useAccount } from "@/api/account";
import { Button } from "@/components/ui/button";
import { Drawing } from "@/components/ui/drawing";
import { LinkPanel } from "../link-panel";

/** Now or later; now shows the code and goes on by itself once the phone has scanned it. */
export function LinkStep({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const link = useMutation({ mutationFn: () => accountApi.link() });
  const state = status?.state ?? "not_linked";
  const linked = state === "online";
  useEffect(() => {
    if (linked) onDone();
  }, [linked, onDone]);
  if (state === "not_linked" && status?.reason === "") {
    return (
      <div className="grid justify-items-center gap-3 text-center">
        <Drawing name="phone" />
        <h1 className="font-semibold text-20 tracking-tight">{t("setup.linkTitle")}</h1>
        <p className="max-w-110 text-soft">{t("setup.linkBody")}</p>
        <div className="mt-3 flex gap-2">
          <Button onClick={onDone}>{t("setup.later")}</Button>
          <Button variant="primary" busy={link.isPending} onClick={() => link.mutate()}>
            {t("setup.now")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      <h1 className="font-semibold text-20 tracking-tight">{t("account.scan")}</h1>
      <LinkPanel />
      {state === "not_linked" ? (
        <Button className="justify-self-start" onClick={onDone}>
          {t("setup.later")}
        </Button>
      ) : null}
    </div>
  );
}
