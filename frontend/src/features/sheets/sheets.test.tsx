import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import { renderApp } from "@/testing/render-app";

function busy() {
  const state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
  return state;
}

describe("sheets", () => {
  it("says of each sheet whether it is read and what needs the user", async () => {
    renderApp("/sheets", busy());
    const rows = await screen.findAllByTestId("sheet-row");
    expect(rows[0]).toHaveTextContent("Read 2 minutes ago, again in");
    expect(within(rows[2]!).getByText("Needs you")).toBeInTheDocument();
    expect(rows[2]).toHaveTextContent("The titles of the columns have changed");
    expect(rows[3]).toHaveTextContent("You paused it.");
    expect(screen.getByRole("link", { name: "1 sheet needs you" })).toBeInTheDocument();
  });

  it("reads now, pauses and disconnects", async () => {
    const { user, callsOf } = renderApp("/sheets", busy());
    const row = (await screen.findAllByTestId("sheet-row"))[0]!;
    await user.click(within(row).getByRole("button", { name: "Read now" }));
    await waitFor(() => expect(callsOf("Sheets.Sync")[0]?.args).toEqual([1]));
    await user.click(within(row).getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
    const dialog = await screen.findByRole("alertdialog", { name: /Disconnect .Fair 2026./ });
    await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(callsOf("Sheets.Delete")[0]?.args).toEqual([1]));
  });

  it("connects: access by key file, link, columns", async () => {
    const state = busyState(Date.now(), 0);
    const { user, callsOf, container } = renderApp("/sheets/new", state);
    await screen.findByText("How this app may read your sheet");
    const key = new File(['{"type":"service_account"}'], "key.json", { type: "application/json" });
    await user.upload(container.querySelector<HTMLInputElement>("input[type=file]")!, key);
    expect(await screen.findByTestId("service-email")).toHaveTextContent("iam.gserviceaccount.com");
    const link = () => screen.queryByRole("textbox", { name: "Link of the sheet" });
    if (!link()) await user.click(screen.getByRole("button", { name: "Next" }));
    await user.type(await screen.findByRole("textbox", { name: "Link of the sheet" }), "nonsense");
    await user.click(screen.getByRole("button", { name: "Open" }));
    expect(await screen.findByText("This is not a link to a Google Sheet.")).toBeInTheDocument();
    await user.clear(link()!);
    await user.type(link()!, "https://docs.google.com/spreadsheets/d/1AbC/edit{Enter}");
    expect(await screen.findByText("Found “Spring fair”")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByRole("combobox", { name: "What “WhatsApp number” means" })).toHaveTextContent(
      "Phone number",
    );
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Create")[0]?.args[0]).toMatchObject({
        tab: "Form responses",
        mapping: ["", "name", "phone", "email", "", "", "", ""],
        defaultCountry: "BR",
        existingRows: "import",
      }),
    );
  });

  it("groups the rows that could not be used", async () => {
    renderApp("/sheets/2", busy());
    expect(await screen.findByText("Row 118")).toBeInTheDocument();
    expect(screen.getByText("Google cannot be reached right now. It goes on by itself.")).toBeInTheDocument();
  });
});
