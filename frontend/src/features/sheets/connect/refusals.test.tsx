import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import type { FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const EMAIL = "mce-reader@shop-goncalves.iam.gserviceaccount.com";
const PRIVATE = "https://docs.google.com/spreadsheets/d/1private123/edit#gid=7";
const refusing = (reason: string) => `https://docs.google.com/spreadsheets/d/refuse-${reason}/edit`;

let state: FakeState;
beforeEach(() => {
  state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
});

async function open(link: string) {
  const window = renderApp("/sheets/new", state);
  const box = await screen.findByRole("textbox", { name: "Paste your Google Sheets link" });
  await window.user.type(box, link.replaceAll("[", "[["));
  await window.user.click(screen.getByRole("button", { name: "Open" }));
  return window;
}

/** Each refusal, its sentence, and the buttons beside it. */
const REFUSALS: [reason: string, sentence: RegExp, buttons: string[]][] = [
  ["private_sheet", /This sheet is private/, ["Try again"]],
  ["not_shared", /not shared with mce-reader@/, ["Copy address", "Try again"]],
  ["not_picked", /sarah@.* has not picked this sheet/, ["Pick it now", "Another account"]],
  ["sign_in_revoked", /Google no longer lets MCE in/, ["Connect again"]],
  ["sign_in_denied", /You said no in the browser/, ["Connect again"]],
  ["sign_in_timeout", /Nobody finished signing in/, ["Connect again"]],
  ["no_sign_in", /Nobody is signed in to Google any more/, ["Connect Google"]],
  ["no_google_client", /brings no Google sign-in/, ["Add a client id"]],
  ["no_service_account", /whose key was removed/, ["Add a key"]],
  ["api_disabled", /does not allow the Sheets API/, ["Open the Google console", "Try again"]],
  ["key_revoked", /no longer accepts the key/, ["Add another key", "Try again"]],
  ["sheet_not_found", /no such sheet any more/, ["Paste another link", "Try again"]],
  ["office_file", /an Excel file in Google Drive/, ["Paste another link"]],
  ["no_download", /lets nobody download it/, ["Try again"]],
  ["offline", /This computer is offline/, ["Try again"]],
  ["google_unavailable", /Google cannot be reached/, ["Try again"]],
  ["google_rate_limited", /Google asks for a pause/, ["Try again"]],
  ["sheet_too_large", /too large to be read/, ["Try again", "Paste another link"]],
  ["read_only", /may only read this sheet/, ["Copy address", "Try again"]],
  ["something_new", /Refused: something_new/, ["Try again"]],
];

describe("refusals of a link", () => {
  it.each(REFUSALS)("%s has its sentence and its buttons", async (reason, sentence, buttons) => {
    await open(refusing(reason));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(sentence);
    const offered = within(alert).getAllByRole("button");
    expect(offered.map((button) => button.textContent)).toEqual(buttons);
  });

  it("asks for another link when it is none", async () => {
    const { user } = await open("nonsense");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("This is not a link to a Google Sheet.");
    await user.click(within(alert).getByRole("button", { name: "Paste another link" }));
    expect(screen.getByRole("textbox", { name: "Paste your Google Sheets link" })).toHaveFocus();
    expect(screen.queryByRole("region", { name: "Ways to read this sheet" })).toBeNull();
  });

  it("opens the console and the advanced part where they help", async () => {
    const { user, callsOf } = await open(refusing("api_disabled"));
    await user.click(await screen.findByRole("button", { name: "Open the Google console" }));
    expect(callsOf("System.OpenLink")[0]?.args[0]).toContain("sheets.googleapis.com");
    await user.clear(screen.getByRole("textbox", { name: "Paste your Google Sheets link" }));
    await user.type(
      screen.getByRole("textbox", { name: "Paste your Google Sheets link" }),
      `${refusing("no_google_client")}{Enter}`,
    );
    await user.click(await screen.findByRole("button", { name: "Add a client id" }));
    expect(await screen.findByRole("textbox", { name: "Client id" })).toBeInTheDocument();
  });

  it("says that a file cannot be found, and lets one choose another", async () => {
    state.chosenFile = "C:\\missing.xlsx";
    const { user, callsOf } = renderApp("/sheets/new", state);
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The file is no longer where it was.");
    await user.click(within(alert).getByRole("button", { name: "Choose a file" }));
    await waitFor(() => expect(callsOf("Sheets.ChooseFile")).toHaveLength(2));
  });
});

describe("ways to a private sheet", () => {
  const ways = () =>
    within(screen.getByRole("region", { name: "Ways to read this sheet" }))
      .getAllByRole("heading", { level: 3 })
      .map((heading) => heading.textContent);

  it("shows them, the easiest first", async () => {
    state.google.email = "";
    await open(PRIVATE);
    await screen.findByRole("region", { name: "Ways to read this sheet" });
    expect(ways()).toEqual([
      "Connect Google",
      "Share with this address",
      "Make it readable by link",
      "Use a file instead",
    ]);
    expect(screen.getByTestId("share-email")).toHaveTextContent(EMAIL);
  });

  it("offers no sign-in that cannot begin, and an address of one's own last", async () => {
    state.google = { ready: false, own: false, email: "" };
    state.serviceAccount = { email: "" };
    const { user, container } = await open(PRIVATE);
    await screen.findByRole("region", { name: "Ways to read this sheet" });
    expect(ways()).toEqual([
      "Make it readable by link",
      "Use a file instead",
      "Share with an address of your own",
    ]);
    await user.click(screen.getByRole("button", { name: "Set it up" }));
    const drop = container.querySelector<HTMLInputElement>("input[type=file]")!;
    await user.upload(drop, new File(["{}"], "wrong.json", { type: "application/json" }));
    expect(await screen.findByText(/not the key file of a Google service account/)).toBeInTheDocument();
    const key = new File(['{"type":"service_account"}'], "key.json", { type: "application/json" });
    await user.upload(drop, key);
    expect(await screen.findByTestId("share-email")).toHaveTextContent(EMAIL);
  });

  it("waits for the browser, opens it again, and goes on by itself", async () => {
    state.google.email = "";
    state.browser = "waits";
    const { user, callsOf } = await open(PRIVATE);
    await user.click(await screen.findByRole("button", { name: "Connect Google" }));
    expect(await screen.findByText("Finish in your browser")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open again" }));
    expect(callsOf("Sheets.SignIn").map(({ args }) => args)).toEqual([["1private123"], ["1private123"]]);
    expect(screen.getByText("Finish in your browser")).toBeInTheDocument();
    await waitFor(() => state.answerBrowser());
    expect(await screen.findByTestId("found-sheet")).toHaveTextContent("Read as sarah@");
  });

  it("stops waiting when one changes one's mind", async () => {
    state.google.email = "";
    state.browser = "waits";
    const { user, callsOf } = await open(PRIVATE);
    await user.click(await screen.findByRole("button", { name: "Connect Google" }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(callsOf("Sheets.CancelSignIn")).toHaveLength(1);
    expect(await screen.findByRole("button", { name: "Connect Google" })).toBeInTheDocument();
  });

  it("says what happened in the browser", async () => {
    state.google.email = "";
    state.browser = "sign_in_denied";
    const { user } = await open(PRIVATE);
    await user.click(await screen.findByRole("button", { name: "Connect Google" }));
    expect(await screen.findByText(/You said no in the browser/)).toBeInTheDocument();
    state.browser = "";
    await user.click(screen.getByRole("button", { name: "Connect again" }));
    expect(await screen.findByTestId("found-sheet")).toBeInTheDocument();
  });

  it("signs in with another account", async () => {
    const { user, callsOf } = await open(PRIVATE);
    await user.click(await screen.findByRole("button", { name: "Another account" }));
    expect(await screen.findByTestId("found-sheet")).toBeInTheDocument();
    expect(callsOf("Sheets.SignOut")).toHaveLength(1);
  });

  it("reads the sheet once it is shared with the address", async () => {
    state.google = { ready: false, own: false, email: "" };
    const { user } = await open(PRIVATE);
    state.shared.push("1private123");
    await user.click(await screen.findByRole("button", { name: "I have shared it" }));
    expect(await screen.findByTestId("found-sheet")).toHaveTextContent("Shared with MCE's address");
  });
});
