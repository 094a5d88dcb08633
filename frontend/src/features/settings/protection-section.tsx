import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSystem } from "@/api/system";
import { SettingsSection } from "./settings-section";

/** What keeps the link to WhatsApp from others, and what it does not keep off. */
export function ProtectionSection() {
  const { t } = useTranslation();
  const protection = useSystem().data?.session.protection;
  if (!protection) return null;
  const strong = protection === "keychain";
  const Icon = strong ? ShieldCheck : ShieldAlert;
  return (
    <SettingsSection title={t("settings.protection")}>
      <div className="-mt-2 grid gap-2 text-soft">
        <p className="flex items-start gap-2 font-semibold text-ink">
          <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${strong ? "text-good" : "text-warn"}`} />
          {t(`settings.protectedBy.${protection}`)}
        </p>
        <p>{t(`settings.protectedHow.${protection}`)}</p>
        <p>{t("settings.protectedFrom")}</p>
      </div>
    </SettingsSection>
  );
}
