import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "@/app/app";
import { installFake } from "@/testing/fake/app";
import type { FakeState } from "@/testing/fake/state";

/** The whole window over a fake backend, at an address. */
export function renderApp(path: string, state: FakeState) {
  const fake = installFake(state);
  window.location.hash = path;
  const view = render(<App />);
  const callsOf = (method: string) => state.calls.filter((call) => call.method === method);
  return { ...view, ...fake, callsOf, user: userEvent.setup() };
}
