import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { doneCount } from "@/features/campaigns/outcome";
import { busyCampaigns } from "@/testing/fake/busy-campaigns";
import { campaign } from "@/testing/fake/campaigns";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const now = Date.now();
function busy() {
  const state = busyState(now, 40);
  busyCampaigns(state, now);
  return state;
}

describe("campaign", () => {
  it("shows how far it is, why it waits and what became of people", async () => {
    renderApp("/campaigns/1", busy());
    expect(await screen.findByTestId("campaign-done")).toHaveTextContent("812");
    expect(screen.getByText("Enough for today.")).toBeInTheDocument();
    expect(screen.getByText(/goes on in 13 h/)).toBeInTheDocument();
    expect(await screen.findByText("This number is not on WhatsApp.")).toBeInTheDocument();
    expect(screen.getByText("Asked to get no campaigns")).toBeInTheDocument();
  });

  it("filters people by outcome", async () => {
    const { user, callsOf } = renderApp("/campaigns/1", busy());
    await user.click(await screen.findByRole("button", { name: "Failed 14" }));
    await waitFor(() =>
      expect(callsOf("Campaigns.Recipients").at(-1)?.args[1]).toMatchObject({
        states: ["failed", "blocked"],
      }),
    );
    await waitFor(() => expect(screen.getAllByTestId("recipient-row")).toHaveLength(1));
  });

  it("lets a person decide what is not certain", async () => {
    const state = busy();
    const [first] = state.recipients;
    if (!first) throw new Error("nobody");
    Object.assign(first, { name: "Priya Sharma", state: "uncertain", reason: "The connection broke." });
    Object.assign(state.campaigns[0]?.counts ?? {}, { pending: 0, sending: 0, uncertain: 1 });
    const { user, callsOf } = renderApp("/campaigns/1", state);
    expect(await screen.findByText("One message waits for your decision.")).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Decide about Priya Sharma" }));
    await user.click(await screen.findByRole("menuitem", { name: "Send it again" }));
    await waitFor(() => expect(callsOf("Campaigns.Decide")[0]?.args).toEqual([first.id, "again"]));
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Decide about/ })).toBeNull());
  });

  it("tries those again whose message failed", async () => {
    const { user, callsOf } = renderApp("/campaigns/1", busy());
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Try the 14 that failed again" }));
    await waitFor(() => expect(callsOf("Campaigns.RetryFailed")[0]?.args).toEqual([1]));
  });

  it("makes a draft like another campaign", async () => {
    const { user, callsOf } = renderApp("/campaigns/1", busy());
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Duplicate" }));
    await waitFor(() => expect(callsOf("Campaigns.Duplicate")[0]?.args[1]).toMatch(/\(copy\)$/));
    expect(await screen.findByRole("heading", { name: /\(copy\)$/ })).toBeInTheDocument();
  });

  it("saves the people as a table in the words of the window", async () => {
    const { user, callsOf } = renderApp("/campaigns/1", busy());
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Save the list as CSV" }));
    await screen.findByText("The list is saved");
    expect(callsOf("Campaigns.Export")[0]?.args[1]).toMatchObject({
      columns: ["Person", "Number", "Result", "Why", "When"],
      values: { replied: "replied", opted_out: "Asked to get no campaigns" },
    });
  });

  it("pauses, resumes, and asks before it cancels", async () => {
    const { user, callsOf } = renderApp("/campaigns/1", busy());
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    expect(await screen.findByText("You paused this campaign.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Resume" }));
    await screen.findByRole("button", { name: "Pause" });
    await user.click(screen.getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Cancel campaign" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent("428 people will not be written to");
    expect(callsOf("Campaigns.Cancel")).toHaveLength(0);
    await user.click(within(dialog).getByRole("button", { name: "Cancel for 428 people" }));
    await waitFor(() => expect(callsOf("Campaigns.Cancel")[0]?.args).toEqual([1]));
  });

  it("moves with events", async () => {
    const { state, emit } = renderApp("/campaigns/1", busy());
    await screen.findByTestId("campaign-done");
    Object.assign(state.campaigns[0]!.counts, { pending: 426, sent: 5 });
    emit("campaign:progressed", { id: 1 });
    await waitFor(() => expect(screen.getByTestId("campaign-done")).toHaveTextContent("813"));
  });
});

describe("outcome", () => {
  it("counts everyone exactly once", () => {
    const { counts } = campaign(
      1,
      "running",
      {},
      { pending: 3, uncertain: 1, sent: 2, read: 4, replied: 5, failed: 1 },
      now,
    );
    expect(doneCount(counts)).toBe(12);
  });
});
