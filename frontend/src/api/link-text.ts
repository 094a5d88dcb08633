import { useTranslation } from "react-i18next";
import type { AccountStatus, LinkState } from "@/api/types";
import { countdown, dayAndTimeInText } from "@/lib/dates";

export const LINK_TONE: Record<LinkState, "good" | "warn" | "bad" | "idle"> = {
  not_linked: "idle",
  linking: "warn",
  connecting: "warn",
  online: "good",
  offline: "warn",
  replaced: "bad",
  logged_out: "bad",
  banned: "bad",
  outdated: "bad",
  clock_wrong: "bad",
  failed: "bad",
};

export type LinkAction = "link" | "linkAgain" | "useHere" | "tryNow";

/** The word, the sentence and the next step of a link state. */
export function useLinkText(status: AccountStatus, now: number) {
  const { t } = useTranslation();
  const { state, retryAt, until } = status;
  const sentence = (): string => {
    if (state === "offline" && retryAt > now) {
      return t("link.sentence.offlineRetry", { left: countdown(retryAt, now) });
    }
    if (state === "banned" && until > now) {
      return t("link.sentence.bannedUntil", { time: dayAndTimeInText(until, now) });
    }
    return t(`link.sentence.${state}`);
  };
  return {
    word: t(`link.word.${state}`),
    sentence: sentence(),
    tone: LINK_TONE[state],
    action: nextStep(state),
  };
}

function nextStep(state: LinkState): LinkAction | undefined {
  if (state === "not_linked") return "link";
  if (state === "logged_out") return "linkAgain";
  if (state === "replaced") return "useHere";
  if (state === "offline" || state === "clock_wrong" || state === "failed") return "tryNow";
  return undefined;
}
