import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const region = (name: string) => screen.findByRole("region", { name });

describe("those who opted out", () => {
  it("are listed with the reason, and let back in after a question", async () => {
    const { user, state, callsOf, container } = renderApp("/settings", busyState(Date.now(), 0));
    const section = within(await region("Opted out"));
    const out = state.leads.find((lead) => lead.optedOut);
    const row = within(await section.findByTestId("optout-row"));
    expect(row.getByText(out?.name ?? "")).toBeInTheDocument();
    expect(row.getByText(/Wrote “STOP”/)).toBeInTheDocument();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await user.click(row.getByRole("button", { name: `Let ${out?.name} back in` }));
    const question = within(await screen.findByRole("alertdialog"));
    expect(question.getByText(/Do this only if they asked for it/)).toBeInTheDocument();
    expect(callsOf("OptOuts.Delete")).toHaveLength(0);
    await user.click(question.getByRole("button", { name: "Let back in" }));
    await waitFor(() =>
      expect(callsOf("OptOuts.Delete")[0]?.args).toEqual([{ leadId: out?.id, phone: `+${out?.phone}` }]),
    );
  });

  it("are added by number, also when they are no lead", async () => {
    const { user } = renderApp("/settings", busyState(Date.now(), 0));
    const section = within(await region("Opted out"));
    await user.click(section.getByRole("button", { name: "Opt somebody out" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByRole("textbox", { name: "Phone number" }), "12");
    await user.click(dialog.getByRole("button", { name: "Opt out" }));
    expect(await dialog.findByText("The number is too short")).toBeInTheDocument();
    await user.type(dialog.getByRole("textbox", { name: "Phone number" }), "34567890");
    await user.click(dialog.getByRole("button", { name: "Opt out" }));
    expect(await section.findByText(/And 1 person who is not in your leads/)).toBeInTheDocument();
  });

  it("wrote a word of the list, which can be changed", async () => {
    const { user, callsOf, state } = renderApp("/settings", busyState(Date.now(), 0));
    const section = within(await region("Words to opt out"));
    const field = section.getByRole("textbox", { name: "No more campaigns" });
    await user.type(field, "yes{Enter}");
    expect(await section.findByText(/“yes” is too ordinary/)).toBeInTheDocument();
    expect(field).toHaveValue("yes");
    await user.clear(field);
    await user.type(field, "no more{Enter}");
    await waitFor(() => expect(field).toHaveValue(""));
    await user.click(section.getByRole("button", { name: "Remove “baja”" }));
    await waitFor(() => expect(state.optOutRules.words.stop).toEqual(["stop", "sair", "no more"]));
    await user.click(section.getByRole("button", { name: "Use the words of the app" }));
    await waitFor(() => expect(state.optOutRules.words.stop).toEqual(["stop", "sair", "baja"]));
    const text = section.getByRole("textbox", { name: "Confirmation" });
    await user.clear(text);
    await user.type(text, "Done.");
    await user.click(section.getByRole("button", { name: "Save the confirmation" }));
    await waitFor(() => expect(state.optOutRules.text).toBe("Done."));
    await user.click(section.getByRole("switch", { name: "Confirm an opt-out" }));
    await waitFor(() => expect(callsOf("OptOuts.Update").at(-1)?.args[0]).toMatchObject({ confirm: false }));
    expect(section.queryByRole("textbox", { name: "Confirmation" })).not.toBeInTheDocument();
  });

  it("can be opted out and let back in from their panel", async () => {
    const state = busyState(Date.now(), 0);
    const lead = state.leads.find((each) => !each.optedOut && each.name !== "");
    const { user } = renderApp(`/leads/${lead?.id}`, state);
    const panel = within(await screen.findByTestId("lead-panel"));
    await user.click(await panel.findByRole("button", { name: "Opt out of campaigns" }));
    await user.click(
      within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Opt out of campaigns" }),
    );
    expect(await panel.findByText("Asked to get no campaigns")).toBeInTheDocument();
    expect(await panel.findByText("You took them out of campaigns")).toBeInTheDocument();
    await user.click(panel.getByRole("button", { name: "Let back in" }));
    await user.click(
      within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Let back in" }),
    );
    expect(await panel.findByText("You let them get campaigns again")).toBeInTheDocument();
  });
});
