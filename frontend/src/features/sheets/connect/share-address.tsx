import { useTranslation } from "react-i18next";
import { CopyButton } from "@/components/ui/copy-button";

export function ShareAddress({ email }: { email: string }) {
  const { t } = useTranslation();
  return (
    <div className="rounded-lg bg-sunken p-4">
      <p className="font-medium text-13">{t("connect.haveAccess")}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <code data-selectable data-testid="service-email" className="break-all font-mono text-13">
          {email}
        </code>
        <CopyButton text={email} label={t("common.copy")} doneLabel={t("common.copied")} />
      </div>
      <p className="mt-2 text-13 text-soft">{t("connect.shareHow")}</p>
    </div>
  );
}
