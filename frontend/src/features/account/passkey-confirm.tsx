import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountApi } from "@/api/account";
import { Button } from "@/components/ui/button";

/** The code that must be the same on the phone, or somebody else stands in between. */
export function PasskeyConfirm({ code }: { code: string }) {
  const { t } = useTranslation();
  const confirm = useMutation({ mutationFn: (matches: boolean) => accountApi.confirmPasskey(matches) });
  return (
    <div className="grid justify-items-start gap-3">
      <h3 className="font-semibold">{t("account.passkey.confirmTitle")}</h3>
      <output
        data-testid="passkey-code"
        data-selectable
        dir="ltr"
        className="rounded-lg bg-sunken px-6 py-3 font-mono font-semibold text-28 tracking-wider"
      >
        {code}
      </output>
      <p className="text-soft">{t("account.passkey.confirmBody")}</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" busy={confirm.isPending} onClick={() => confirm.mutate(true)}>
          {t("account.passkey.matches")}
        </Button>
        <Button disabled={confirm.isPending} onClick={() => confirm.mutate(false)}>
          {t("account.passkey.differs")}
        </Button>
      </div>
    </div>
  );
}
