import { useMutation } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { systemApi, useSystem } from "@/api/system";
import { Button } from "@/components/ui/button";
import { SettingsSection } from "./settings-section";

export function DataSection() {
  const { t } = useTranslation();
  const { data } = useSystem();
  const open = useMutation({ mutationFn: () => systemApi.openDataFolder() });
  return (
    <SettingsSection title={t("settings.data")}>
      <p className="-mt-2 text-soft">{t("settings.dataBody")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <code
          data-selectable
          dir="ltr"
          className="break-all rounded-sm bg-sunken px-2 py-1 font-mono text-12"
        >
          {data?.dataFolder}
        </code>
        <Button size="sm" icon={<FolderOpen aria-hidden />} onClick={() => open.mutate()}>
          {t("settings.openFolder")}
        </Button>
      </div>
    </SettingsSection>
  );
}
