import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { accountApi, useAccount } from "@/api/account";
import { isCounting, type LinkAction, useLinkText } from "@/api/link-text";
import { useSystem } from "@/api/system";
import type { AccountStatus } from "@/api/types";
import { StripCampaign, StripSheets } from "@/app/strip-activity";
import { useUi } from "@/app/ui-store";
import { DemoMark } from "@/components/demo-mark";
import { StateDot } from "@/components/state-dot";
import { Kbd } from "@/components/ui/kbd";
import { PhoneNumber } from "@/components/ui/phone-number";
import { useNow } from "@/hooks/use-now";

const SHORTCUT = /Mac/i.test(navigator.userAgent) ? "⌘ K" : "Ctrl K";

/** One thin line that always says whether WhatsApp is there, and what is being sent or waited for. */
export function StatusStrip() {
  const { t } = useTranslation();
  const { data: status } = useAccount();
  const { data: system } = useSystem();
  const { openPalette, toggleDemo } = useUi();
  return (
    <section
      aria-label={t("strip.label")}
      className="col-span-2 flex min-w-0 items-center gap-4 border-line border-b bg-surface px-4 text-12"
    >
      {status ? <LinkLine status={status} /> : null}
      <StripCampaign />
      <span className="flex-1" />
      <StripSheets />
      {system?.simulated ? <DemoMark onClick={system.demo ? toggleDemo : undefined} /> : null}
      <button type="button" onClick={openPalette} className="shrink-0 rounded-xs max-[700px]:hidden">
        <span className="sr-only">{t("strip.palette")} </span>
        <Kbd>{SHORTCUT}</Kbd>
      </button>
    </section>
  );
}

function LinkLine({ status }: { status: AccountStatus }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const now = useNow(isCounting(status, Date.now()) ? 1000 : null);
  const { word, sentence, restriction, history, tone, action } = useLinkText(status, now);
  const reconnect = useMutation({ mutationFn: () => accountApi.reconnect() });
  const act = (step: LinkAction) => {
    if (step === "useHere" || step === "tryNow" || step === "connect") reconnect.mutate();
    else navigate("/settings/link");
  };
  const online = status.state === "online";
  const beside = [restriction, online ? history : ""].filter(Boolean).join(" · ");
  return (
    <div
      role="status"
      data-testid="link-state"
      data-state={status.state}
      className="flex min-w-0 items-center gap-2"
    >
      <StateDot tone={tone} />
      <b className="shrink-0 font-semibold">{word}</b>
      {online ? (
        <PhoneNumber value={status.phoneDisplay} className="shrink-0 text-soft" />
      ) : (
        <span className="truncate text-soft" title={sentence}>
          {sentence}
        </span>
      )}
      {beside ? (
        <span className="truncate text-soft" title={beside}>
          {beside}
        </span>
      ) : null}
      {action ? (
        <button
          type="button"
          onClick={() => act(action)}
          className="shrink-0 rounded-xs font-semibold text-accent hover:underline"
        >
          {t(`link.action.${action}`)}
        </button>
      ) : null}
    </div>
  );
}
