export type Way = "google" | "share" | "public" | "file";

const ALL: readonly Way[] = ["google", "share", "public", "file"];
const PRIVATE: readonly Way[] = ["google", "share", "file"];

/** The ways away from a sheet that is open to everybody. */
export const AWAY_FROM_PUBLIC: readonly Way[] = ["google", "share"];

/** Which ways lead around a refusal; those that heal by themselves or by another link need none. */
export function waysAround(reason: string): readonly Way[] {
  switch (reason) {
    case "private_sheet":
    case "not_shared":
    case "not_picked":
    case "no_sign_in":
    case "sign_in_revoked":
    case "sign_in_denied":
    case "sign_in_timeout":
    case "no_google_client":
    case "no_service_account":
    case "key_revoked":
    case "api_disabled":
      return ALL;
    case "no_download":
    case "read_only":
      return PRIVATE;
    case "office_file":
    case "sheet_too_large":
      return ["file"];
    default:
      return [];
  }
}
