import { useTranslation } from "react-i18next";

const REASONS = [
  "paused_by_user",
  "header_changed",
  "tab_missing",
  "tab_renamed",
  "bad_link",
  "private_sheet",
  "no_download",
  "sheet_not_found",
  "office_file",
  "sheet_too_large",
  "google_rate_limited",
  "google_unavailable",
  "offline",
  "api_disabled",
  "read_only",
  "no_service_account",
  "bad_service_account",
  "not_shared",
  "key_revoked",
  "no_google_client",
  "no_sign_in",
  "not_picked",
  "sign_in_revoked",
  "sign_in_denied",
  "sign_in_timeout",
  "file_missing",
  "file_unreadable",
] as const;

export type SheetReason = (typeof REASONS)[number];

/** What a sentence about a sheet may name; "" where it is not known. */
export interface SheetFacts {
  email?: string | undefined;
  tab?: string | undefined;
  /** The title that is gone. */
  column?: string | undefined;
  /** What the tab is called now. */
  now?: string | undefined;
}

export function knownReason(reason: string): SheetReason | undefined {
  return REASONS.find((each) => each === reason);
}

/** Why a sheet is not being read: the code's sentence, or the backend's own words. */
export function useSheetReason(): (reason: string, facts?: SheetFacts) => string {
  const { t } = useTranslation();
  return (reason, { email = "", tab = "", now = "", column = "" } = {}) => {
    const known = knownReason(reason);
    if (!known) return reason;
    if (known === "not_shared" && email === "") return t("sheetReason.not_shared_unknown");
    if (known === "not_picked" && email === "") return t("sheetReason.not_picked_unknown");
    if (known === "header_changed" && column === "") return t("sheetReason.header_changed_unknown");
    if (known === "tab_renamed" && now === "") return t("sheetReason.tab_renamed_unknown", { tab });
    return t(`sheetReason.${known}`, { email, tab, now, column });
  };
}
