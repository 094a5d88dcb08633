import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { AccountStatus, LinkState } from "@/api/types";
import { countdown, dayAndTimeInText } from "@/lib/dates";

type Tone = "good" | "warn" | "bad" | "idle";

export const LINK_TONE: Record<LinkState, Tone> = {
  not_linked: "idle",
  linking: "warn",
  passkey_required: "warn",
  confirm_number: "warn",
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

export type LinkAction = "link" | "linkAgain" | "useHere" | "tryNow" | "answer" | "goOn" | "connect";

/** Reasons that have a sentence of their own, in whatever state they come. */
const REASONS = [
  "no_multidevice",
  "unreachable",
  "pairing",
  "outdated",
  "refused",
  "code_refused",
  "other_number",
  "other_number_time",
  "passkey_failed",
  "passkey_expired",
  "passkey_mismatch",
  "passkey_interrupted",
  "logged_out",
  "locked",
  "banned",
  "unsupported",
] as const;

const BANS = ["101", "102", "103", "104", "106"] as const;

/** The word, the sentence, the next step of a link state, and what holds beside it. */
export function useLinkText(status: AccountStatus, now: number) {
  const { t } = useTranslation();
  const restricted = status.restrictedUntil > now;
  return {
    word: t(`link.word.${status.state}`),
    sentence: sentenceOf(t, status, now),
    advice: status.state === "banned" ? adviceOf(t, status.reason) : "",
    restriction: restricted ? t("link.restricted", until(status.restrictedUntil, now)) : "",
    history: historyOf(t, status),
    tone: status.state === "online" && restricted ? "warn" : LINK_TONE[status.state],
    action: nextStep(status, now),
  };
}

/** Whether something counts down on the screen. */
export function isCounting(status: AccountStatus, now: number): boolean {
  const { retryAt, until: end, expiresAt, restrictedUntil, passkey } = status;
  return Math.max(retryAt, end, expiresAt, restrictedUntil, passkey.expiresAt) > now;
}

function until(end: number, now: number) {
  return { time: dayAndTimeInText(end, now), left: countdown(end, now) };
}

function sentenceOf(t: TFunction, status: AccountStatus, now: number): string {
  const { state, reason, retryAt } = status;
  if (state === "offline" && retryAt > now) {
    return t("link.sentence.offlineRetry", { left: countdown(retryAt, now) });
  }
  if (state === "banned") {
    return status.until > now
      ? t("link.sentence.bannedUntil", until(status.until, now))
      : t("link.sentence.banned");
  }
  if (reason === "unreachable" && retryAt > now) {
    return t("link.reason.unreachableRetry", { left: countdown(retryAt, now) });
  }
  const known = REASONS.find((each) => each === reason);
  if (known) return t(`link.reason.${known}`);
  if (state === "failed" && reason !== "") return t("link.sentence.failedCode", { code: reason });
  return t(`link.sentence.${state}`);
}

/** Why WhatsApp has banned the number, and what to do about it. */
function adviceOf(t: TFunction, reason: string): string {
  return t(`link.ban.${BANS.find((each) => each === reason) ?? "other"}`);
}

function historyOf(t: TFunction, { sync }: AccountStatus): string {
  if (sync.stage === "waiting") return t("link.history.waiting");
  if (sync.stage === "receiving") return t("link.history.receiving", { percent: sync.percent });
  return "";
}

function nextStep({ state, until: end }: AccountStatus, now: number): LinkAction | undefined {
  if (state === "not_linked") return "link";
  if (state === "logged_out") return "linkAgain";
  if (state === "replaced") return "useHere";
  if (state === "confirm_number") return "answer";
  if (state === "passkey_required") return "goOn";
  if (state === "banned") return end > now ? undefined : "connect";
  if (state === "offline" || state === "clock_wrong" || state === "failed" || state === "outdated") {
    return "tryNow";
  }
  return undefined;
}
