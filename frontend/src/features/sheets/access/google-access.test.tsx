import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import type { FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const CLIENT = "1234-abc.apps.googleusercontent.com";

let state: FakeState;
beforeEach(() => {
  state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
});

async function open() {
  const window = renderApp("/sheets", state);
  await window.user.click(await screen.findByRole("button", { name: /Access to Google/ }));
  return window;
}

describe("access to Google", () => {
  it("signs out after saying what that means", async () => {
    const { user, callsOf } = await open();
    await user.click(await screen.findByRole("button", { name: "Sign out" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/Their leads stay/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Sign out" }));
    await waitFor(() => expect(callsOf("Sheets.SignOut")).toHaveLength(1));
    expect(await screen.findByText("Nobody is signed in")).toBeInTheDocument();
  });

  it("takes an own client, says what is wrong with it, and forgets it again", async () => {
    state.google = { ready: false, own: false, email: "" };
    const { user, callsOf } = await open();
    expect(await screen.findByText(/brings no Google sign-in/)).toBeInTheDocument();
    const id = screen.getByRole("textbox", { name: "Client id" });
    await user.type(id, "nonsense");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(id).toHaveAccessibleDescription(/ends in .apps.googleusercontent.com/));
    await user.clear(id);
    await user.type(id, CLIENT);
    await user.type(screen.getByLabelText("Client secret"), "s3cret");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("in use")).toBeInTheDocument();
    expect(callsOf("Sheets.SetGoogleClient").at(-1)?.args).toEqual([CLIENT, "s3cret"]);
    await user.click(screen.getByRole("button", { name: "Remove my client" }));
    await waitFor(() => expect(callsOf("Sheets.SetGoogleClient").at(-1)?.args).toEqual(["", ""]));
  });

  it("removes the key of the address, naming what stops", async () => {
    const { user, callsOf } = await open();
    await user.click(await screen.findByRole("button", { name: "Remove the key" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/1 sheet is read through it and stops/)).toBeInTheDocument();
    await user.click(dialog.getByRole("button", { name: "Remove the key" }));
    await waitFor(() => expect(callsOf("Sheets.DeleteServiceAccount")).toHaveLength(1));
    expect(await screen.findByText(/Private sheets can then be read through Google/)).toBeInTheDocument();
  });
});
