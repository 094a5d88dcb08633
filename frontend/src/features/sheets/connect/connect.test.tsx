import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import type { FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const PUBLIC = "https://docs.google.com/spreadsheets/d/1AbC/edit#gid=7";
const PRIVATE = "https://docs.google.com/spreadsheets/d/1private123/edit";

let state: FakeState;
beforeEach(() => {
  state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
});

async function paste(link: string) {
  const window = renderApp("/sheets/new", state);
  const box = await screen.findByRole("textbox", { name: "Paste your Google Sheets link" });
  await window.user.click(box);
  await window.user.paste(link);
  await screen.findByTestId("found-sheet");
  return window;
}

const next = () => screen.getByRole("button", { name: "Next" });
const chosen = (name: string) => screen.getByRole("combobox", { name });

describe("connecting a sheet", () => {
  it("opens a pasted link by itself and warns when everybody can read it", async () => {
    const { user } = await paste(PUBLIC);
    expect(screen.getByTestId("found-sheet")).toHaveTextContent("2 tabs: Form responses, Archive");
    expect(screen.getByText("Anyone who has this link can read it.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Show how" }));
    await user.click(await screen.findByRole("button", { name: "Pick it in Google" }));
    await waitFor(() => expect(screen.getByTestId("found-sheet")).toHaveTextContent("Read as sarah@"));
    expect(screen.queryByText("Anyone who has this link can read it.")).toBeNull();
  });

  it("previews the rows as the choices change", async () => {
    const { user } = await paste(PUBLIC);
    await user.click(next());
    expect(chosen("Tab")).toHaveTextContent("Archive"); // the one of the link
    expect(await screen.findByTestId("preview-line")).toHaveTextContent(
      "312 rows: 290 new leads, 12 known, 4 repeated, 6 need a look",
    );
    const rows = screen.getAllByTestId("preview-row");
    expect(rows[0]).toHaveTextContent("2newInês Fernández+55 11 96100-1022");
    expect(rows[1]).toHaveTextContent("known");
    expect(rows[3]).toHaveTextContent("The number was rounded by the spreadsheet: “9.19877E+11”");
    expect(rows[4]).toHaveTextContent("No phone number");
    await user.click(chosen("What “City” means"));
    await user.click(await screen.findByRole("option", { name: "Keep as extra field" }));
    await waitFor(() => expect(screen.getAllByTestId("preview-row")[0]).toHaveTextContent("City: Campinas"));
    await user.click(chosen("A row is known by"));
    await user.click(await screen.findByRole("option", { name: "E-mail" }));
    await waitFor(() => expect(screen.getByTestId("preview-line")).not.toHaveTextContent("repeated"));
  });

  it("connects with everything that was chosen", async () => {
    const { user, callsOf } = await paste(PUBLIC);
    await user.click(next());
    await user.click(await screen.findByRole("combobox", { name: "What “Seller” means" }));
    await user.click(await screen.findByRole("option", { name: "Owner" }));
    await user.click(next());
    await user.click(screen.getByRole("radio", { name: "Ignore them" }));
    expect(screen.getByText(/These rows stay out/)).toBeInTheDocument();
    await user.type(chosen("Owner"), "Jo{Tab}");
    await user.click(screen.getByRole("switch", { name: "Tell me about new leads" }));
    await user.click(screen.getByRole("switch", { name: "Only at certain hours" }));
    const writeBack = screen.getByRole("switch", { name: "Write back into the sheet" });
    expect(writeBack).toHaveAttribute("aria-disabled", "true");
    expect(screen.getByText(/can only be read/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Create")[0]?.args[0]).toEqual({
        ...{ access: "link", spreadsheetId: "1AbC", path: "", tab: "Archive", headerRow: 1 },
        mapping: ["", "name", "phone", "email", "", "", "owner", ""],
        ...{ keyColumn: "", defaultCountry: "BR", tags: [], stageId: 0, owner: "Jo", notify: false },
        ...{ existingRows: "ignore", intervalMinutes: 15, writeBack: [] },
        activeHours: { from: 480, to: 1200 },
      }),
    );
    expect(await screen.findByRole("heading", { name: "Spring fair · Archive" })).toBeInTheDocument();
  });

  it("needs the column with the phone number", async () => {
    const { user } = await paste(PUBLIC);
    await user.click(next());
    await user.click(await screen.findByRole("combobox", { name: "What “WhatsApp number” means" }));
    await user.click(await screen.findByRole("option", { name: "Do not import" }));
    expect(screen.getByText(/Choose which column holds the phone number/)).toBeInTheDocument();
    expect(next()).toBeDisabled();
    expect(screen.queryByTestId("preview-row")).toBeNull();
  });

  it("reads the titles from another row, and says when there are none", async () => {
    const { user, callsOf } = await paste(PUBLIC);
    await user.click(next());
    const row = await screen.findByRole("textbox", { name: "Row with the column titles" });
    await user.clear(row);
    await user.type(row, "3{Tab}");
    await waitFor(() => expect(callsOf("Sheets.Columns").at(-1)?.args[2]).toBe(3));
    await user.clear(row);
    await user.type(row, "12{Tab}");
    expect(await screen.findByText("This row has no column titles.")).toBeInTheDocument();
    expect(next()).toBeDisabled();
  });

  it("writes back only into columns that are not read", async () => {
    state.picked.push("1private123");
    const { user, callsOf } = await paste(PRIVATE);
    await user.click(next());
    await screen.findAllByTestId("preview-row");
    await user.click(next());
    await user.click(screen.getByRole("switch", { name: "Write back into the sheet" }));
    expect(screen.getByText("Choose at least one column, or switch it off.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Connect" })).toBeDisabled();
    await user.click(chosen("Column for Stage"));
    expect((await screen.findAllByRole("option")).map((option) => option.textContent)).toEqual([
      "Not written",
      "Timestamp",
      "City",
      "Next step",
      "Seller",
    ]);
    await user.click(screen.getByRole("option", { name: "Next step" }));
    expect(screen.getByText(/MCE fills “Next step” and nothing else/)).toBeInTheDocument();
    await user.click(chosen("Column for Opt-out"));
    expect(screen.queryByRole("option", { name: "Next step" })).toBeNull();
    await user.click(await screen.findByRole("option", { name: "Seller" }));
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Create")[0]?.args[0]).toMatchObject({
        access: "google",
        writeBack: [
          { field: "stage", column: "Next step" },
          { field: "opt_out", column: "Seller" },
        ],
      }),
    );
  });

  it("fills the owner's column instead of reading it", async () => {
    state.picked.push("1private123");
    const { user, callsOf } = await paste(PRIVATE);
    await user.click(next());
    await screen.findAllByTestId("preview-row");
    await user.click(chosen("What “Seller” means"));
    await user.click(await screen.findByRole("option", { name: "Owner" }));
    await user.click(next());
    await user.click(screen.getByRole("switch", { name: "Write back into the sheet" }));
    await user.click(chosen("Column for Owner"));
    await user.click(await screen.findByRole("option", { name: "Seller (read now)" }));
    expect(chosen("Column for Owner")).toHaveTextContent(/^Seller$/);
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(callsOf("Sheets.Create")).toHaveLength(1));
    expect(callsOf("Sheets.Create")[0]?.args[0]).toMatchObject({
      writeBack: [{ field: "owner", column: "Seller" }],
      mapping: expect.not.arrayContaining(["owner"]),
    });
  });

  it("watches a file", async () => {
    const { user, callsOf } = renderApp("/sheets/new", state);
    await user.click(await screen.findByRole("button", { name: "Choose a file" }));
    expect(await screen.findByTestId("found-sheet")).toHaveTextContent("Customers.xlsx");
    await user.click(next());
    await screen.findAllByTestId("preview-row");
    await user.click(next());
    await user.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Create")[0]?.args[0]).toMatchObject({
        access: "file",
        spreadsheetId: "",
        path: state.chosenFile,
        tab: "2026",
      }),
    );
  });

  it("hands pasted cells to the import", async () => {
    const { user, callsOf } = renderApp("/sheets/new", state);
    await user.click(await screen.findByRole("button", { name: "Paste cells" }));
    await user.click(screen.getByRole("textbox", { name: "Cells" }));
    await user.paste("Name\tPhone\nAna\t+55 11 96100-1022");
    await user.click(screen.getByRole("button", { name: "Import these rows" }));
    expect(await screen.findByText(/Correct what is wrong/)).toBeInTheDocument();
    const [name, content] = callsOf("Imports.Stage")[0]?.args ?? [];
    expect(name).toBe("pasted-cells.tsv");
    expect(atob(String(content))).toContain("Ana\t+55 11 96100-1022");
  });

  it("leads to the connection that is there already", async () => {
    state.sheets[0]!.spreadsheetId = "1AbC";
    state.sheets[0]!.tab = "Archive";
    const { user } = await paste(PUBLIC);
    await user.click(next());
    await screen.findAllByTestId("preview-row");
    await user.click(next());
    await user.click(screen.getByRole("button", { name: "Connect" }));
    const alert = await screen.findByRole("alert");
    await user.click(within(alert).getByRole("button", { name: "Open it" }));
    expect(await screen.findByRole("heading", { name: "Fair 2026 · Archive" })).toBeInTheDocument();
  });
});
