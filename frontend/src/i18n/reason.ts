import { useTranslation } from "react-i18next";

export const REASONS = [
  "missing",
  "scientific_notation",
  "not_a_number",
  "unknown_country",
  "too_short",
  "too_long",
  "cell_error",
  "duplicate_key",
  "opted_out",
  "no_number",
  "missing_variable",
  "private",
  "invalid",
  "no_consent",
  "recent",
  "in_campaign",
  "tagged",
  "stage",
  "ended",
  "cancelled",
  "new_chats",
  "look_up_limit",
  "quiet",
  "hours",
  "holiday",
  "no_time",
] as const;

const FIXES = [
  "missing",
  "scientific_notation",
  "not_a_number",
  "unknown_country",
  "too_short",
  "too_long",
  "cell_error",
  "duplicate_key",
] as const;

/** Why a row or a person was left out: the code's sentence, or the backend's own words. */
export function useReasonText(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = REASONS.find((each) => each === reason);
    return known ? t(`reason.${known}`) : reason;
  };
}

/** What one can do about it; "" when there is nothing to say. */
export function useReasonFix(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = FIXES.find((each) => each === reason);
    return known ? t(`reason.fix.${known}`) : "";
  };
}
