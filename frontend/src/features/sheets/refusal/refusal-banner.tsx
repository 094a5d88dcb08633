import { useTranslation } from "react-i18next";
import { systemApi } from "@/api/system";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { knownReason, type SheetFacts, useSheetReason } from "@/i18n/sheet-reason";
import { REMEDIES, type Remedy, WORDS } from "./remedies";

const CONSOLE = "https://console.cloud.google.com/apis/library/sheets.googleapis.com";

interface RefusalBannerProps {
  reason: string;
  facts?: SheetFacts;
  /** Stands where the reason is none that the window knows. */
  detail?: string | undefined;
  tone?: "warn" | "bad" | "info";
  /** What this screen can do. */
  can: Partial<Record<Remedy, () => void>>;
  busy?: boolean;
}

/** Why a sheet cannot be read, in a sentence, and the buttons that help. */
export function RefusalBanner(props: RefusalBannerProps) {
  const { reason, facts = {}, detail, tone = "bad", can, busy = false } = props;
  const { t } = useTranslation();
  const reasonText = useSheetReason();
  const known = knownReason(reason);
  const own: readonly Remedy[] = known ? REMEDIES[known] : [];
  const usable = own.some((each) => each === "console" || can[each] || (each === "copy" && facts.email));
  const offered: readonly Remedy[] = usable ? own : ["retry"];
  const words: Partial<Record<Remedy, "anotherKey" | "pick" | "googleAgain">> =
    Object.entries(WORDS).find(([key]) => key === reason)?.[1] ?? {};
  const button = (remedy: Remedy, first: boolean) => {
    if (remedy === "copy")
      return facts.email ? (
        <CopyButton key={remedy} text={facts.email} label={t("remedy.copy")} doneLabel={t("common.copied")} />
      ) : null;
    const run = remedy === "console" ? () => void systemApi.openLink(CONSOLE) : can[remedy];
    if (!run) return null;
    return (
      <Button key={remedy} size="sm" busy={busy && first} onClick={run}>
        {t(`remedy.${words[remedy] ?? remedy}`)}
      </Button>
    );
  };
  return (
    <Banner
      tone={tone}
      title={known ? reasonText(reason, facts) : detail || reasonText(reason)}
      action={
        <span className="flex shrink-0 flex-wrap justify-end gap-2">
          {offered.map((remedy, index) => button(remedy, index === 0))}
        </span>
      }
    />
  );
}
