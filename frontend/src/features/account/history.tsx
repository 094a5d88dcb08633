import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { AccountStatus } from "@/api/types";

/** How far the history is that the phone sends after linking. */
export function History({ sync }: { sync: AccountStatus["sync"] }) {
  const { t } = useTranslation();
  const id = useId();
  const { stage, percent, chats, messages } = sync;
  if (stage === "") return null;
  if (stage === "waiting") return <p className="text-13 text-soft">{t("account.historyWaiting")}</p>;
  if (stage === "done") {
    return <p className="text-13 text-soft">{t("account.historyDone", { chats, messages })}</p>;
  }
  return (
    <div className="grid gap-1.5 text-13">
      <p id={id}>{t("account.historyReceiving")}</p>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      <p className="text-soft tabular-nums">{t("account.historyCount", { chats, messages })}</p>
    </div>
  );
}
