import { useTranslation } from "react-i18next";
import { useSystem } from "@/api/system";
import { SettingsSection } from "./settings-section";

export function AboutSection() {
  const { t } = useTranslation();
  const { data } = useSystem();
  return (
    <SettingsSection title={t("settings.about")}>
      <div className="-mt-2 grid gap-1 text-soft">
        <p className="text-ink">
          <b className="font-semibold">{t("app.name")}</b>{" "}
          {data ? t("settings.version", { version: data.version }) : null}
        </p>
        <p>{t("settings.licence")}</p>
        <p>{t("settings.noAffiliation")}</p>
      </div>
    </SettingsSection>
  );
}
