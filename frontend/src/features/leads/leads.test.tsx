import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const busy = () => busyState(Date.now(), 0);

describe("leads", () => {
  it("finds by name and opens the panel beside the table", async () => {
    const { user } = renderApp("/leads", busy());
    expect(await screen.findByRole("table", { name: "Leads" })).toBeInTheDocument();
    await user.type(screen.getByRole("searchbox", { name: /Search name/ }), "priya");
    await waitFor(() => expect(screen.getAllByTestId("lead-row")).toHaveLength(1));
    await user.click(screen.getByRole("link", { name: "Priya Sharma" }));
    expect(await screen.findByTestId("lead-panel")).toHaveTextContent("+91 98765 43210");
  });

  it("changes a name by clicking it", async () => {
    const { user, callsOf } = renderApp("/leads/3", busy());
    await user.click(await screen.findByRole("button", { name: /Change the name/ }));
    const field = screen.getByRole("textbox", { name: "Change the name" });
    await user.clear(field);
    await user.type(field, "Priya S.{Enter}");
    await waitFor(() => expect(callsOf("Leads.Update")[0]?.args).toEqual([3, { name: "Priya S." }]));
    expect(await screen.findByRole("link", { name: "Priya S." })).toBeInTheDocument();
  });

  it("changes who looks after a lead, with the names in use as suggestions", async () => {
    const { user, callsOf } = renderApp("/leads/1", busy());
    const panel = within(await screen.findByTestId("lead-panel"));
    const field = await panel.findByRole("combobox", { name: "Owner" });
    await user.click(field);
    await user.click(await screen.findByRole("option", { name: "Rita" }));
    await waitFor(() => expect(callsOf("Leads.Update")[0]?.args).toEqual([1, { owner: "Rita" }]));
    await user.clear(field);
    await user.type(field, "Omar{Enter}");
    await waitFor(() => expect(callsOf("Leads.Update")[1]?.args).toEqual([1, { owner: "Omar" }]));
    const row = (await screen.findAllByTestId("lead-row")).find((each) =>
      each.textContent?.includes("Ana Silva"),
    );
    await waitFor(() => expect(row).toHaveTextContent("Omar"));
  });

  it("adds a lead with an owner", async () => {
    const { user, callsOf } = renderApp("/leads/new", busy());
    const dialog = within(await screen.findByRole("dialog", { name: "New lead" }));
    await user.type(dialog.getByRole("textbox", { name: "Phone number" }), "+55 11 95555-1234");
    await user.type(dialog.getByRole("combobox", { name: "Owner" }), "Rita{Tab}");
    await user.click(dialog.getByRole("button", { name: "Add lead" }));
    await waitFor(() => expect(callsOf("Leads.Create")[0]?.args[0]).toMatchObject({ owner: "Rita" }));
  });

  it("imports pasted cells", async () => {
    const { user, callsOf } = renderApp("/leads/import", busy());
    await user.click(await screen.findByRole("button", { name: "Paste cells" }));
    await user.click(screen.getByRole("textbox", { name: "Cells" }));
    await user.paste("Name\tPhone\nAna\t11 96100-1022");
    await user.click(screen.getByRole("button", { name: "Import these rows" }));
    await waitFor(() => expect(callsOf("Imports.Stage")[0]?.args[0]).toBe("pasted-cells.tsv"));
  });

  it("tags several at once", async () => {
    const { user, callsOf } = renderApp("/leads", busy());
    await user.click(await screen.findByRole("checkbox", { name: "Select Ana Silva" }));
    await user.click(screen.getByRole("checkbox", { name: "Select Priya Sharma" }));
    await user.type(screen.getByRole("combobox", { name: "Tag 2 leads" }), "vip");
    await user.click(await screen.findByRole("option", { name: /New tag .vip./ }));
    await user.click(screen.getByRole("button", { name: "Tag 2 leads" }));
    await waitFor(() => expect(callsOf("Leads.AddTag")[0]?.args).toEqual([[1, 3], "vip"]));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(callsOf("Leads.RemoveTag")[0]?.args).toEqual([[1, 3], "vip"]));
  });

  it("shows the backend's objection at the field", async () => {
    const { user } = renderApp("/leads/new", busy());
    const dialog = await screen.findByRole("dialog", { name: "New lead" });
    await user.click(within(dialog).getByRole("button", { name: "Add lead" }));
    expect(await within(dialog).findByText("A lead needs a phone number.")).toBeInTheDocument();
    await user.type(within(dialog).getByRole("textbox", { name: "Phone number" }), "abc");
    await user.click(within(dialog).getByRole("button", { name: "Add lead" }));
    expect(await within(dialog).findByText("Not a phone number")).toBeInTheDocument();
  });

  it("imports a file in three steps and writes only at the end", async () => {
    const { user, callsOf, container } = renderApp("/leads/import", busy());
    await screen.findByText(/Drop a file here/);
    const file = new File(["name;phone\nAna;11 96100-1022"], "fair.csv", { type: "text/csv" });
    await user.upload(container.querySelector<HTMLInputElement>("input[type=file]")!, file);
    expect(await screen.findByRole("combobox", { name: "What “WhatsApp” means" })).toHaveTextContent(
      "Phone number",
    );
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(await screen.findByTestId("import-new")).toHaveTextContent("940");
    expect(screen.getByText("The number was rounded by the spreadsheet")).toBeInTheDocument();
    expect(screen.getByText("Row 88")).toBeInTheDocument();
    expect(callsOf("Imports.Commit")).toHaveLength(0);
    await user.click(screen.getByRole("button", { name: "Import 1,000 people" }));
    expect(await screen.findByTestId("import-result")).toHaveTextContent("940 new leads");
    expect(atob(String(callsOf("Imports.Stage")[0]?.args[1]))).toContain("Ana;11 96100-1022");
    expect(callsOf("Imports.Commit")[0]?.args[1]).toMatchObject({
      mapping: ["name", "phone", "email", "company", "note", ""],
    });
  });

  it("says what to do when there is nobody", async () => {
    renderApp("/leads", emptyState(Date.now()));
    expect(await screen.findByText("No leads yet")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Import a file" })).toHaveAttribute("href", "#/leads/import");
  });

  it("undoes a merge and opens the person who is back", async () => {
    const state = busy();
    const merged = { leadId: 2, actor: "whatsapp", at: Date.now() };
    state.activities.push(
      { ...merged, id: 990, kind: "merged", detail: "Joana", batchId: 12 },
      { ...merged, id: 991, kind: "merged", detail: "An older one", batchId: 0 },
      { ...merged, id: 992, kind: "number_changed", detail: "+55 11 96100-9999", batchId: 0 },
      { ...merged, id: 993, kind: "number_lost", detail: "+55 11 96100-1022", batchId: 0 },
      { ...merged, id: 994, kind: "told_apart", detail: "", batchId: 0 },
    );
    const { user, callsOf } = renderApp("/leads/2", state);
    const panel = await screen.findByTestId("lead-panel");
    expect(panel).toHaveTextContent("Has a new number, +55 11 96100-9999");
    expect(panel).toHaveTextContent("+55 11 96100-1022 belongs to somebody else now");
    expect(panel).toHaveTextContent("Told apart again");
    await user.click(within(panel).getByRole("button", { name: /^Undo: / }));
    await waitFor(() => expect(callsOf("Leads.UndoMerge")[0]?.args).toEqual([12]));
    expect(await screen.findByText("Joana is a lead of their own again")).toBeInTheDocument();
    await waitFor(() => expect(screen.getByTestId("lead-panel")).toHaveTextContent("Joana"));
  });
});
