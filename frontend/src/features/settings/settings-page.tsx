import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error-text";
import { keys } from "@/api/keys";
import { settingsApi, useSettings } from "@/api/settings";
import type { SettingsUpdate } from "@/api/types";
import { CountrySelect } from "@/components/country-select";
import { PageHeader } from "@/components/page-header";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { AboutSection } from "./about-section";
import { ConversationsSection } from "./conversations-section";
import { DataSection } from "./data-section";
import { LinkGone } from "./link-gone";
import { OptOutsSection } from "./optouts/optouts-section";
import { RulesSection } from "./optouts/rules-section";
import { PaceSection } from "./pace-section";
import { ProtectionSection } from "./protection-section";
import { SendingSection } from "./sending-section";
import { SettingsSection } from "./settings-section";

/** Few settings, each with its reason. `link` is the part about WhatsApp, which another feature owns. */
export function SettingsPage({ link }: { link: ReactNode }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: settings, error, refetch } = useSettings();
  const errorText = useErrorText();
  const update = useMutation({
    mutationFn: (change: SettingsUpdate) => settingsApi.update(change),
    onSuccess: (saved) => client.setQueryData(keys.settings, saved),
  });
  if (error) {
    const { title, detail } = errorText(error);
    return (
      <ErrorState title={title} detail={detail} retry={t("common.retry")} onRetry={() => void refetch()} />
    );
  }
  if (!settings) return <TableSkeleton label={t("common.loading")} />;
  return (
    <div className="h-full overflow-y-auto px-8 py-6 max-[900px]:px-4">
      <div className="mx-auto grid max-w-200 gap-4">
        <PageHeader title={t("settings.title")} />
        <SettingsSection title={t("account.title")}>
          <LinkGone />
          {link}
        </SettingsSection>
        <SettingsSection title={t("settings.numbers")}>
          <Field label={t("country.label")} hint={t("setup.numbersBody")} className="max-w-90">
            {(props) => (
              <CountrySelect
                {...props}
                value={settings.defaultCountry}
                onChange={(defaultCountry) => update.mutate({ defaultCountry })}
              />
            )}
          </Field>
        </SettingsSection>
        <ConversationsSection value={settings.chats} onChange={(chats) => update.mutate({ chats })} />
        <PaceSection key={JSON.stringify(settings.pace)} pace={settings.pace} />
        <SendingSection key={JSON.stringify(settings.sending)} rules={settings.sending} />
        <OptOutsSection />
        <RulesSection />
        <SettingsSection title={t("settings.look")}>
          <Field label={t("settings.theme")} className="max-w-60">
            {({ id }) => (
              <Select
                id={id}
                label={t("settings.theme")}
                value={settings.theme}
                options={(["system", "light", "dark"] as const).map((theme) => ({
                  value: theme,
                  label: t(`settings.themeOf.${theme}`),
                }))}
                onChange={(theme) => update.mutate({ theme })}
              />
            )}
          </Field>
        </SettingsSection>
        <DataSection />
        <ProtectionSection />
        <AboutSection />
      </div>
    </div>
  );
}
