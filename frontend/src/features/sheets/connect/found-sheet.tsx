import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useGoogle } from "@/api/sheets";
import type { Spreadsheet } from "@/api/types";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { SignIn } from "../access/use-sign-in";
import { useWayText } from "../way-text";
import { Ways } from "./ways";
import { AWAY_FROM_PUBLIC } from "./which-ways";

interface FoundSheetProps {
  spreadsheet: Spreadsheet;
  signIn: SignIn;
  busy: boolean;
  /** The sheet is shared with the address now. */
  onShared: () => void;
  onNext: () => void;
}

/** What the link led to and through whom; when everybody can read it, how that is changed. */
export function FoundSheet({ spreadsheet, signIn, busy, onShared, onNext }: FoundSheetProps) {
  const { t, i18n } = useTranslation();
  const wayText = useWayText();
  const { data: google } = useGoogle();
  const [closing, setClosing] = useState(false);
  const { title, tabs, access, path } = spreadsheet;
  const names = new Intl.ListFormat(i18n.language, { type: "unit" }).format(tabs.map((tab) => tab.title));
  return (
    <>
      <div
        data-testid="found-sheet"
        className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-good-wash px-4 py-3"
      >
        <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
        <div className="min-w-60 flex-1">
          <p dir="auto" className="truncate text-start font-semibold">
            {title}
          </p>
          <p className="truncate text-13 text-soft" title={names}>
            {t("connect.tabsLine", {
              tabs: t("connect.tabs", { count: tabs.length }),
              names,
            })}
          </p>
          <p className="truncate text-13 text-soft">
            {access === "file" ? path : wayText(access, google?.email ?? "")}
          </p>
        </div>
        <Button variant="primary" onClick={onNext}>
          {t("common.next")}
        </Button>
      </div>
      {access === "link" ? (
        <Banner
          tone="warn"
          title={t("connect.publicTitle")}
          action={
            <Button size="sm" aria-expanded={closing} onClick={() => setClosing(!closing)}>
              {closing ? t("connect.publicHide") : t("connect.publicShow")}
            </Button>
          }
        >
          {t("connect.publicAsk")}
        </Banner>
      ) : null}
      {access === "link" && closing ? (
        <>
          <p className="text-13 text-soft">{t("sheets.makePrivateSteps")}</p>
          <Ways
            ways={AWAY_FROM_PUBLIC}
            signIn={signIn}
            busy={busy}
            onRetry={onShared}
            onFile={() => undefined}
          />
        </>
      ) : null}
    </>
  );
}
