import { installFake } from "@/testing/fake/app";
import { busyCampaigns } from "@/testing/fake/busy-campaigns";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import { emptyState, type FakeState } from "@/testing/fake/state";

declare global {
  interface Window {
    /** Changes the state before the page starts. */
    fakeSetup?: (state: FakeState) => void;
    fakeEmpty?: boolean;
    fake?: ReturnType<typeof installFake>;
  }
}

const now = Date.now();
const state = window.fakeEmpty ? emptyState(now) : busyState(now);
if (!window.fakeEmpty) {
  busyCampaigns(state, now);
  busySheets(state, now);
}
window.fakeSetup?.(state);
window.fake = installFake(state);
