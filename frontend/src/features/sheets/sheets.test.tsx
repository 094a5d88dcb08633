import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Sheet } from "@/api/types";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import { emptyState, type FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

let state: FakeState;
beforeEach(() => {
  state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
});

const troubled = (index: number, change: Partial<Sheet>) => Object.assign(state.sheets[index]!, change);

describe("the list of sheets", () => {
  it("says of each sheet whether it is read and what needs the user", async () => {
    renderApp("/sheets", state);
    const rows = await screen.findAllByTestId("sheet-row");
    expect(rows[0]).toHaveTextContent("Read 2 minutes ago, again in");
    expect(rows[0]).toHaveTextContent("Anyone with the link can read it");
    expect(rows[1]).toHaveTextContent("2 cells to decide about");
    expect(rows[1]).not.toHaveTextContent("Anyone with the link");
    expect(within(rows[2]!).getByText("Needs you")).toBeInTheDocument();
    expect(rows[2]).toHaveTextContent("The column “Phone” is gone or has another title");
    expect(rows[3]).toHaveTextContent("You paused it.");
    expect(screen.getByRole("link", { name: "1 sheet needs you" })).toBeInTheDocument();
  });

  it("reads now, and says why when it cannot", async () => {
    const error = { code: "unavailable", message: "", fields: { reason: "offline" }, ref: "" };
    state.failures.push({ method: "Sheets.Sync", error: JSON.stringify(error) });
    const { user, callsOf } = renderApp("/sheets", state);
    const row = (await screen.findAllByTestId("sheet-row"))[0]!;
    await user.click(within(row).getByRole("button", { name: "Read now" }));
    await waitFor(() => expect(callsOf("Sheets.Sync")[0]?.args).toEqual([1]));
    expect(await screen.findAllByText("“Fair 2026” was not read")).not.toHaveLength(0);
    expect(screen.getAllByText("This computer is offline. It goes on by itself.")).not.toHaveLength(0);
  });

  it("pauses, and disconnects with the word that the leads stay", async () => {
    const { user, callsOf } = renderApp("/sheets", state);
    const row = (await screen.findAllByTestId("sheet-row"))[0]!;
    await user.click(within(row).getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pause" }));
    await waitFor(() => expect(callsOf("Sheets.Pause")[0]?.args).toEqual([1]));
    await user.click(within(row).getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
    const dialog = await screen.findByRole("alertdialog", { name: /Disconnect .Fair 2026./ });
    expect(dialog).toHaveTextContent("The leads it brought stay");
    await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(callsOf("Sheets.Delete")[0]?.args).toEqual([1]));
  });

  it("says what to do when there is none", async () => {
    renderApp("/sheets", emptyState(Date.now()));
    expect(await screen.findByRole("link", { name: "Connect the first sheet" })).toBeInTheDocument();
  });
});

describe("one sheet", () => {
  it("shows its last reading, its rows with a problem, and opens a row in the browser", async () => {
    const { user, callsOf } = renderApp("/sheets/2", state);
    const facts = within(await screen.findByRole("region", { name: "Last reading" }));
    expect(facts.getByText("1,204")).toBeInTheDocument();
    expect(facts.getByText(/1,180 new leads, 6 rows changed/)).toBeInTheDocument();
    expect(await screen.findByText(/Google cannot be reached right now/)).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Open row 42 in Google" }));
    expect(callsOf("System.OpenLink")[0]?.args).toEqual([
      "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWx2/edit#gid=7&range=A42",
    ]);
    const setup = screen.getByRole("region", { name: "How it is read" });
    expect(setup).toHaveTextContent("Read as sarah@shop-goncalves.example");
    expect(setup).toHaveTextContent("stage New, owner Sarah, tags ig");
    expect(setup).toHaveTextContent("08:00 – 20:00");
    expect(setup).toHaveTextContent("Stage into “Next step”, Owner into “Seller”");
  });

  it("shows where a file is instead of a link", async () => {
    troubled(3, { rejected: 3 });
    renderApp("/sheets/4", state);
    expect(await screen.findByText("Row 42")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /in Google/ })).toBeNull();
    expect(screen.getByText("C:\\Users\\sarah\\Documents\\Partners.xlsx")).toBeInTheDocument();
  });

  it("settles what somebody changed in the sheet, one by one and all at once", async () => {
    const { user, callsOf } = renderApp("/sheets/2", state);
    const rows = await screen.findAllByTestId("conflict-row");
    expect(rows[0]).toHaveTextContent("Priya SharmaStageRow 17called twiceTalking");
    await user.click(screen.getByRole("button", { name: "Use MCE's Stage for Priya Sharma" }));
    await waitFor(() => expect(callsOf("Sheets.Settle")[0]?.args).toEqual([2, "a", "stage", "ours"]));
    await waitFor(() => expect(screen.getAllByTestId("conflict-row")).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Keep the sheet's Owner for João Gonçalves" }));
    await waitFor(() => expect(callsOf("Sheets.Settle")[1]?.args).toEqual([2, "b", "owner", "theirs"]));
    await waitFor(() => expect(screen.queryByTestId("conflict-row")).toBeNull());
  });

  it("keeps what the sheet says everywhere", async () => {
    const { user, callsOf } = renderApp("/sheets/2", state);
    await user.click(await screen.findByRole("button", { name: "Keep the sheet's for all" }));
    await waitFor(() => expect(callsOf("Sheets.Settle")[0]?.args).toEqual([2, "", "stage", "theirs"]));
    await waitFor(() => expect(screen.queryByTestId("conflict-row")).toBeNull());
  });

  it("is made private without connecting it anew", async () => {
    const { user, callsOf } = renderApp("/sheets/1", state);
    expect(await screen.findByTestId("privacy-chip")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Make it private" }));
    await user.click(await screen.findByRole("button", { name: "Pick it in Google" }));
    await waitFor(() => expect(callsOf("Sheets.Update")[0]?.args).toEqual([1, { access: "google" }]));
    await waitFor(() => expect(screen.queryByTestId("privacy-chip")).toBeNull());
  });
});

describe("trouble of a connected sheet", () => {
  const banner = () => within(screen.getByTestId("sheet-trouble"));
  const press = async (index: number, change: Partial<Sheet>, sentence: RegExp, button: string) => {
    troubled(index, change);
    const window = renderApp(`/sheets/${index + 1}`, state);
    expect(await screen.findByText(sentence)).toBeInTheDocument();
    await window.user.click(await banner().findByRole("button", { name: button }));
    return window;
  };

  it("goes on under the tab's new name", async () => {
    const { callsOf } = await press(
      1,
      { state: "paused", reason: "tab_renamed", about: "Leads 2027" },
      /The tab “Leads” is called “Leads 2027” now/,
      "Use the new name",
    );
    await waitFor(() => expect(callsOf("Sheets.Update")[0]?.args).toEqual([2, { tab: "Leads 2027" }]));
  });

  it("takes another tab for one that is gone", async () => {
    const { user, callsOf } = await press(
      1,
      { state: "paused", reason: "tab_missing" },
      /The tab “Leads” is gone/,
      "Choose another tab",
    );
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(await dialog.findByRole("radio", { name: "Archive" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(callsOf("Sheets.Update")[0]?.args).toEqual([2, { tab: "Archive" }]));
  });

  it("signs in again where the access was taken back", async () => {
    const { callsOf } = await press(
      1,
      { state: "error", reason: "sign_in_revoked" },
      /Google no longer lets MCE in/,
      "Connect again",
    );
    await waitFor(() => expect(callsOf("Sheets.Sync")[0]?.args).toEqual([2]));
    expect(callsOf("Sheets.SignIn")[0]?.args).toEqual(["1AbCdEfGhIjKlMnOpQrStUvWx2"]);
  });

  it("connects Google where an open sheet became private", async () => {
    const { callsOf } = await press(
      0,
      { state: "paused", reason: "private_sheet" },
      /This sheet is private/,
      "Connect Google",
    );
    await waitFor(() => expect(callsOf("Sheets.Update")[0]?.args).toEqual([1, { access: "google" }]));
    await waitFor(() => expect(callsOf("Sheets.Resume")[0]?.args).toEqual([1]));
  });

  it("takes another key", async () => {
    state.serviceAccount = { email: "" };
    const { user, callsOf } = await press(
      2,
      { state: "paused", reason: "no_service_account" },
      /whose key was removed/,
      "Add a key",
    );
    const dialog = await screen.findByRole("dialog");
    const key = new File(['{"type":"service_account"}'], "key.json", { type: "application/json" });
    await user.upload(dialog.querySelector<HTMLInputElement>("input[type=file]")!, key);
    await waitFor(() => expect(callsOf("Sheets.Resume")[0]?.args).toEqual([3]));
  });

  it("goes on with a file where it is now", async () => {
    state.chosenFile = "C:\\Elsewhere.xlsx";
    const { callsOf } = await press(
      3,
      { state: "paused", reason: "file_missing" },
      /no longer where it was/,
      "Choose a file",
    );
    await waitFor(() => expect(callsOf("Sheets.Resume")[0]?.args).toEqual([4]));
    expect(callsOf("Sheets.Update")[0]?.args).toEqual([
      4,
      { path: "C:\\Elsewhere.xlsx", tab: expect.any(String) },
    ]);
  });

  it("goes on after a pause", async () => {
    const { callsOf } = await press(3, {}, /You paused it/, "Go on");
    await waitFor(() => expect(callsOf("Sheets.Resume")[0]?.args).toEqual([4]));
  });
});

describe("new leads from a sheet", () => {
  it("are told where that was asked for, and shown", async () => {
    const { user, emit } = renderApp("/sheets", state);
    await screen.findAllByTestId("sheet-row");
    emit("sheet:new_leads", { id: 2, title: "Instagram ads", count: 1, notify: false });
    emit("sheet:new_leads", { id: 1, title: "Fair 2026", count: 3, notify: true });
    expect(await screen.findByText("3 new leads from “Fair 2026”")).toBeInTheDocument();
    expect(screen.queryByText(/from “Instagram ads”/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "See them" }));
    expect(await screen.findByRole("table", { name: "Leads" })).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: "Sort by" })).toHaveTextContent("Newest first");
  });
});
