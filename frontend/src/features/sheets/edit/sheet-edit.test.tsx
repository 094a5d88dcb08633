import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import type { FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

let state: FakeState;
beforeEach(() => {
  state = busyState(Date.now(), 0);
  busySheets(state, Date.now());
});

describe("settings of a sheet", () => {
  it("names the lost column, keeps what still has its title, and goes on when saved", async () => {
    const { user, callsOf } = renderApp("/sheets/3", state);
    await user.click(await screen.findByRole("button", { name: "Choose columns" }));
    expect(await screen.findByText(/These columns are gone: “Mobile”/)).toBeInTheDocument();
    // "WhatsApp number" is new: a proposal for what was lost, and nothing more.
    expect(screen.getByRole("combobox", { name: "What “WhatsApp number” means" })).toHaveTextContent(
      "Phone number",
    );
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Update")[0]?.args).toEqual([
        3,
        expect.objectContaining({ tab: "Sheet1", mapping: ["", "name", "phone", "email", "", "", "", ""] }),
      ]),
    );
    expect(await screen.findByTestId("sheet-state")).toHaveAttribute("data-state", "active");
  });

  async function edit(sheetId: number) {
    const window = renderApp(`/sheets/${sheetId}/edit`, state);
    const pick = async (name: string, option: string) => {
      await window.user.click(await screen.findByRole("combobox", { name }));
      await window.user.click(await screen.findByRole("option", { name: option }));
    };
    await screen.findAllByTestId("preview-row");
    return { ...window, pick };
  }
  const KEPT = {
    ...{ tab: "Leads", headerRow: 1, mapping: ["", "name", "phone", "email", "custom", "", "", ""] },
    ...{ keyColumn: "", defaultCountry: "BR", tags: ["ig"] },
  };

  it("changes what becomes of rows, and when it is read", async () => {
    const { user, callsOf, pick } = await edit(2);
    await pick("Stage", "Talking");
    const owner = screen.getByRole("combobox", { name: "Owner" });
    await user.clear(owner);
    await user.type(owner, "Rita{Tab}");
    await pick("Read every", "1 hour");
    await user.click(screen.getByRole("switch", { name: "Only at certain hours" }));
    await user.click(screen.getByRole("switch", { name: "Tell me about new leads" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Update")[0]?.args).toEqual([
        2,
        {
          ...KEPT,
          ...{ stageId: 2, owner: "Rita", notify: false, intervalMinutes: 60 },
          activeHours: { from: 0, to: 0 },
          writeBack: state.sheets[1]?.writeBack,
        },
      ]),
    );
  });

  it("gives other columns to what is written back", async () => {
    const { user, callsOf, pick } = await edit(2);
    await pick("Column for Owner", "Not written");
    await pick("Column for Last contact", "Seller");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(callsOf("Sheets.Update")[0]?.args[1]).toMatchObject({
        ...KEPT,
        writeBack: [
          { field: "stage", column: "Next step" },
          { field: "last_contact", column: "Seller" },
        ],
      }),
    );
  });

  it("stops writing back when it is switched off", async () => {
    const { user, callsOf } = renderApp("/sheets/2/edit", state);
    await user.click(await screen.findByRole("switch", { name: "Write back into the sheet" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(callsOf("Sheets.Update")[0]?.args[1]).toMatchObject({ writeBack: [] }));
  });
});
