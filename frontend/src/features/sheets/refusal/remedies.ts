import type { SheetReason } from "@/i18n/sheet-reason";

/** What a person can do about a refusal. A screen offers those of them that make sense on it. */
export type Remedy =
  | "retry"
  | "another"
  | "google"
  | "otherAccount"
  | "useAddress"
  | "copy"
  | "addKey"
  | "ownClient"
  | "console"
  | "chooseFile"
  | "chooseColumns"
  | "chooseTab"
  | "useNewName"
  | "resume"
  | "settings";

/** The remedies of every refusal, the best first. */
export const REMEDIES: Record<SheetReason, readonly Remedy[]> = {
  paused_by_user: ["resume"],
  header_changed: ["chooseColumns"],
  tab_missing: ["chooseTab", "retry"],
  tab_renamed: ["useNewName", "chooseTab"],
  bad_link: ["another"],
  private_sheet: ["google", "useAddress", "retry"],
  no_download: ["google", "useAddress", "retry"],
  sheet_not_found: ["another", "retry"],
  office_file: ["another"],
  sheet_too_large: ["retry", "another"],
  google_rate_limited: ["retry"],
  google_unavailable: ["retry"],
  offline: ["retry"],
  api_disabled: ["console", "retry"],
  read_only: ["copy", "retry", "settings"],
  no_service_account: ["addKey"],
  bad_service_account: ["addKey"],
  not_shared: ["copy", "retry"],
  key_revoked: ["addKey", "retry"],
  no_google_client: ["ownClient"],
  no_sign_in: ["google"],
  not_picked: ["google", "otherAccount"],
  sign_in_revoked: ["google"],
  sign_in_denied: ["google"],
  sign_in_timeout: ["google"],
  file_missing: ["chooseFile", "retry"],
  file_unreadable: ["retry", "chooseFile"],
};

/** What a button is called where another word than the usual fits. */
export const WORDS = {
  key_revoked: { addKey: "anotherKey" },
  not_picked: { google: "pick" },
  sign_in_revoked: { google: "googleAgain" },
  sign_in_denied: { google: "googleAgain" },
  sign_in_timeout: { google: "googleAgain" },
} as const satisfies Partial<Record<SheetReason, Partial<Record<Remedy, string>>>>;
