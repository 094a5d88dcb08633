import { useTranslation } from "react-i18next";

const REASONS = [
  "paused_by_user",
  "header_changed",
  "tab_missing",
  "no_service_account",
  "not_shared",
  "sheet_not_found",
  "api_disabled",
  "key_revoked",
  "google_rate_limited",
  "google_unavailable",
  "offline",
  "sheet_too_large",
  "bad_link",
  "bad_service_account",
] as const;

/** Why a sheet is not being read: the code's sentence, or the backend's own words. */
export function useSheetReason(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = REASONS.find((each) => each === reason);
    return known ? t(`sheetReason.${known}`) : reason;
  };
}
