import type { AccountStatus } from "@/api/types";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

/** Times are given from the moment a test opens the window. */
const SOON = 1_000_000_000;
export const soon = (seconds: number) => -SOON + seconds * 1000;

/** Opens the settings' part about WhatsApp in a state of the link. */
export function openAccount(given: Partial<AccountStatus>, demo = false) {
  const now = Date.now();
  const at = (time: number) => (time < 0 ? now + time + SOON : time);
  const change = { ...given };
  for (const key of ["expiresAt", "retryAt", "until", "restrictedUntil"] as const) {
    if (change[key]) change[key] = at(change[key]);
  }
  if (change.passkey) change.passkey = { ...change.passkey, expiresAt: at(change.passkey.expiresAt) };
  const state = emptyState(now);
  Object.assign(state.account, change);
  if (demo) Object.assign(state.system, { demo: true, simulated: true });
  return renderApp("/settings/link", state);
}

export const passkey = (change: Partial<AccountStatus["passkey"]>) => ({
  state: "passkey_required" as const,
  passkey: {
    stage: "asked" as const,
    authenticator: "",
    options: "{}",
    snippet: "(async () => {})();",
    code: "",
    expiresAt: soon(290),
    ...change,
  },
});
