import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { hasBackend } from "@/api/client";
import { useErrorText } from "@/api/error-text";
import { useSettings } from "@/api/settings";
import { useSystem } from "@/api/system";
import { useBackendEvents } from "@/app/backend-events";
import { CommandPalette } from "@/app/command-palette";
import { ErrorBoundary } from "@/app/error-boundary";
import { useNewLeadsToast } from "@/app/new-leads-toast";
import { Providers } from "@/app/providers";
import { Screens } from "@/app/screens";
import { Shell } from "@/app/shell";
import { useUi } from "@/app/ui-store";
import { ErrorState } from "@/components/ui/error-state";
import { FirstRunPage } from "@/features/account/first-run-page";
import { DemoPanel } from "@/features/demo/demo-panel";
import { StartupTroublePage } from "@/features/system/startup-trouble-page";
import { applyTheme } from "@/lib/theme";

export function App() {
  return (
    <Providers>
      <ErrorBoundary place="">
        <Start />
      </ErrorBoundary>
    </Providers>
  );
}

/** What stands before the screens: a program that is there, data that opens, a set-up that is done. */
function Start() {
  const { t } = useTranslation();
  const system = useSystem();
  const errorText = useErrorText();
  if (!hasBackend()) return <p className="p-6 text-soft">{t("app.noBackend")}</p>;
  if (system.error) {
    const { title, detail } = errorText(system.error);
    return (
      <ErrorState
        title={title}
        detail={detail}
        retry={t("common.retry")}
        onRetry={() => void system.refetch()}
      />
    );
  }
  if (!system.data) return null;
  if (system.data.startup.state !== "ok") return <StartupTroublePage startup={system.data.startup} />;
  return <Opened demo={system.data.demo} />;
}

function Opened({ demo }: { demo: boolean }) {
  useBackendEvents();
  useNewLeadsToast();
  const { t } = useTranslation();
  const settings = useSettings();
  const errorText = useErrorText();
  const { demoOpen, closeDemo } = useUi();
  const theme = settings.data?.theme;
  useEffect(() => {
    if (theme) applyTheme(theme);
  }, [theme]);
  if (settings.error) {
    const { title, detail } = errorText(settings.error);
    return (
      <ErrorState
        title={title}
        detail={detail}
        retry={t("common.retry")}
        onRetry={() => void settings.refetch()}
      />
    );
  }
  if (!settings.data) return null;
  if (settings.data.onboardedAt === 0) return <FirstRunPage settings={settings.data} />;
  return (
    <Shell aside={demo && demoOpen ? <DemoPanel onClose={closeDemo} /> : null}>
      <Screens />
      <CommandPalette />
    </Shell>
  );
}
