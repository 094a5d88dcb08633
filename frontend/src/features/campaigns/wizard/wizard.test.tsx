import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CampaignInput } from "@/api/types";
import { audience, say } from "@/testing/fake/audience";
import { busyCampaigns } from "@/testing/fake/busy-campaigns";
import { campaign } from "@/testing/fake/campaigns";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const now = Date.now();
const WALK_IN: Partial<CampaignInput> = {
  name: "Winter sale",
  audience: audience({ tags: ["walk-in"] }),
  steps: say("Hi {{first_name|there}}!"),
};

function busy() {
  const state = busyState(now, 40);
  busyCampaigns(state, now);
  return state;
}

/** A draft in the wizard, at one of its steps. */
async function openDraft(input: Partial<CampaignInput>, step = "Audience", state = busy()) {
  state.campaigns.unshift(campaign(77, "draft", { ...WALK_IN, ...input }, {}, now));
  const app = renderApp("/campaigns/77/edit", state);
  await screen.findByRole("textbox", { name: "Name of the campaign" });
  if (step !== "Audience") await app.user.click(screen.getByRole("button", { name: new RegExp(`${step}$`) }));
  const saved = () => app.callsOf("Campaigns.Update").at(-1)?.args[1] as CampaignInput | undefined;
  return { ...app, saved };
}

const next = () => screen.getByRole("button", { name: "Next" });
const total = () => screen.findByTestId("audience-total");

describe("campaign wizard", () => {
  it("goes through five steps, names the number and starts", async () => {
    const { user, callsOf } = renderApp("/campaigns/new", busy());
    await user.click(await screen.findByRole("textbox", { name: "Name of the campaign" }));
    await user.paste("May offer");
    expect(next()).toBeDisabled();
    await user.type(screen.getByRole("combobox", { name: "Everyone with one of these tags" }), "walk");
    await user.click(await screen.findByRole("option", { name: "walk-in" }));
    await waitFor(async () => expect(await total()).toHaveTextContent("3 people"));
    await user.click(next());
    await user.click(await screen.findByRole("textbox", { name: "Message" }));
    expect(next()).toBeDisabled();
    await user.paste("Hi {{first_name|there}}!");
    await waitFor(() => expect(screen.getByTestId("preview-text")).toHaveTextContent("Hi Priya!"));
    await user.click(next());
    expect(await screen.findByRole("radio", { name: "When I press the button" })).toBeChecked();
    await user.click(next());
    await waitFor(() => expect(screen.getByTestId("finish-at")).not.toHaveTextContent("–"));
    await user.click(next());
    await user.click(await screen.findByRole("button", { name: "Send to 3" }));
    const dialog = await screen.findByRole("alertdialog", { name: "Send to 3 people?" });
    expect(callsOf("Campaigns.Start")).toHaveLength(0);
    await user.click(within(dialog).getByRole("button", { name: "Send to 3" }));
    await waitFor(() => expect(callsOf("Campaigns.Start")[0]?.args[1]).toEqual({ cold: 0 }));
    expect(await screen.findByTestId("campaign-state")).toHaveAttribute("data-state", "running");
    expect(callsOf("Campaigns.Create")).toHaveLength(1);
  });

  it("keeps the draft while it is written, and says so", async () => {
    const { user, callsOf } = renderApp("/campaigns/new", busy());
    await user.click(await screen.findByRole("textbox", { name: "Name of the campaign" }));
    await user.paste("May");
    expect(screen.getByText("Saving")).toBeInTheDocument();
    expect(await screen.findByText("Draft saved")).toBeInTheDocument();
    await user.paste(" offer");
    await waitFor(() => expect(callsOf("Campaigns.Update")[0]?.args[1]).toMatchObject({ name: "May offer" }));
    expect(callsOf("Campaigns.Create")).toHaveLength(1);
  });

  it("keeps what was written last when one leaves at once", async () => {
    const { user, saved } = await openDraft({});
    await user.click(screen.getByRole("textbox", { name: "Name of the campaign" }));
    await user.paste(" in blue");
    window.location.hash = "/leads";
    await waitFor(() => expect(saved()).toMatchObject({ name: "Winter sale in blue" }));
  });

  it("says that a draft is not saved, and why when one goes on", async () => {
    const { user, state } = await openDraft({}, "Message");
    await user.click(await screen.findByRole("textbox", { name: "Message" }));
    const error = JSON.stringify({ code: "invalid", message: "A variable is not closed: {{na" });
    state.failures.push({ method: "Campaigns.Update", error }, { method: "Campaigns.Update", error });
    await user.paste(" {{na");
    expect(await screen.findByText("Not saved yet")).toBeInTheDocument();
    expect(screen.queryByText("Something in this needs a change")).toBeNull();
    await user.click(next());
    const banner = await screen.findByText("Something in this needs a change");
    expect(banner.closest("[role=alert]")).toHaveTextContent("A variable is not closed");
    expect(screen.getByRole("textbox", { name: "Message" })).toBeInTheDocument();
  });

  it("leads to the campaign when it is no draft any more", async () => {
    renderApp("/campaigns/1/edit", busy());
    expect(await screen.findByTestId("campaign-done")).toBeInTheDocument();
  });
});

describe("audience", () => {
  it("adds up files, a filter, single people and pasted numbers", async () => {
    const { user, saved } = await openDraft({});
    await waitFor(async () => expect(await total()).toHaveTextContent("3 people"));
    await user.click(screen.getByRole("button", { name: "Files and sheets" }));
    await user.click(await screen.findByRole("checkbox", { name: "expo-contacts.xlsx" }));
    await user.click(screen.getByRole("button", { name: "Leads that match" }));
    await user.click(screen.getByRole("combobox", { name: "Stage" }));
    await user.click(await screen.findByRole("option", { name: "Talking" }));
    await user.click(screen.getByRole("button", { name: "Single people" }));
    await user.type(screen.getByRole("searchbox", { name: "Find a person by name or number" }), "Thabo");
    await user.click(await screen.findByRole("button", { name: "Add Thabo Nwosu" }));
    expect(await screen.findByRole("button", { name: "Take Thabo Nwosu out" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Pasted numbers" }));
    await user.click(screen.getByRole("textbox", { name: "One number a line" }));
    await user.paste("+55 11 1\nnobody");
    await waitFor(() =>
      expect(saved()?.audience).toMatchObject({
        tags: ["walk-in"],
        imports: [1],
        filter: { stageId: 2 },
        leads: [6],
        numbers: "+55 11 1\nnobody",
      }),
    );
    await user.click(screen.getByRole("button", { name: "Remove: Files and sheets" }));
    await waitFor(() => expect(saved()?.audience.imports).toEqual([]));
  });

  it("lists who is left out and how well people know the account", async () => {
    const { user } = await openDraft({ audience: audience({ tags: ["spring"] }) });
    const panel = screen.getByRole("region", { name: "This reaches" });
    expect(await within(panel).findByText("Strangers")).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: /^Asked to get no campaigns/ }));
    const dialog = await screen.findByRole("dialog", { name: "Asked to get no campaigns" });
    expect(await within(dialog).findByText("Łukasz Kowalski")).toBeInTheDocument();
  });

  it("shows the people of an earlier campaign as they were chosen, and keeps adding when told to", async () => {
    const followUp = { campaignId: 4, who: "not_replied" as const };
    const { user, saved } = await openDraft({ audience: audience({ followUp }) });
    expect(await screen.findByText("Who did not answer “Thank you 2025”")).toBeInTheDocument();
    await user.click(screen.getByRole("switch", { name: "Keep adding people who match" }));
    await waitFor(() => expect(saved()).toMatchObject({ keepAdding: true, audience: { followUp } }));
  });
});

describe("message", () => {
  it("marks, inserts variables with a fallback, and shows the next person", async () => {
    const { user } = await openDraft({ steps: say("") }, "Message");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
    await user.click(field);
    await user.paste("offer ");
    field.setSelectionRange(0, 5);
    await user.click(screen.getByRole("button", { name: "Bold" }));
    expect(field).toHaveValue("*offer* ");
    await waitFor(() => expect(field.selectionEnd).toBe(6));
    field.setSelectionRange(8, 8);
    await user.click(screen.getByRole("button", { name: "First name" }));
    expect(field).toHaveValue("*offer* {{first_name|there}}");
    await waitFor(() => expect(screen.getByTestId("preview-text")).toHaveTextContent("offer Priya"));
    await user.click(screen.getByRole("button", { name: "Next person" }));
    await waitFor(() => expect(screen.getByTestId("preview-text")).toHaveTextContent("offer Budi"));
    expect(screen.getByTestId("preview-person")).toHaveTextContent("Budi Santoso");
  });

  it("warns when people lack a variable", async () => {
    const { user } = await openDraft({}, "Message");
    await user.click(await screen.findByRole("textbox", { name: "Message" }));
    await user.click(screen.getByRole("button", { name: "City" }));
    expect(await screen.findByText(/^3 people lack something/)).toBeInTheDocument();
    expect(screen.getByText(/Priya Sharma lacks: City/)).toBeInTheDocument();
  });

  it("has several messages with a delay, and wordings to compare", async () => {
    const { user, saved } = await openDraft({}, "Message");
    await user.click(await screen.findByRole("button", { name: "Compare with another wording" }));
    const second = screen.getByRole("textbox", { name: "Message" });
    await user.clear(second);
    await user.click(second);
    await user.paste("Hello!");
    await user.click(screen.getByRole("button", { name: "Add a message that follows" }));
    await user.click(screen.getByRole("textbox", { name: "Message 2" }));
    await user.paste("Still interested?");
    expect(await screen.findByText("2 days later")).toBeInTheDocument();
    await user.click(screen.getByRole("combobox", { name: "Unit: Wait before message 2" }));
    await user.click(await screen.findByRole("option", { name: "hours" }));
    expect(screen.getByRole("switch", { name: "As soon as they answer" })).toBeChecked();
    await waitFor(() =>
      expect(saved()?.steps).toMatchObject([
        { delayMinutes: 0, variants: [{ body: "Hi {{first_name|there}}!" }, { body: "Hello!" }] },
        { delayMinutes: 120, variants: [{ body: "Still interested?" }] },
      ]),
    );
    await user.click(screen.getByRole("button", { name: "Remove message 1" }));
    await waitFor(() => expect(saved()?.steps).toMatchObject([{ delayMinutes: 0, variants: [{}] }]));
  });

  it("takes one file, and no words with a voice message", async () => {
    const { user, saved } = await openDraft({}, "Message");
    await screen.findByRole("textbox", { name: "Message" });
    const picture = new File(["x"], "shirt.jpg", { type: "image/jpeg" });
    await user.upload(screen.getByLabelText("Picture or film"), picture);
    await waitFor(() => expect(saved()?.steps[0]?.variants[0]?.attachment?.name).toBe("shirt.jpg"));
    expect(await screen.findByTestId("preview-file")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Remove shirt.jpg" }));
    await user.upload(screen.getByLabelText("Document"), new File(["x"], "price.mp3"));
    expect(await screen.findByText(/^Document ·/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Remove price.mp3" }));
    await user.upload(
      screen.getByLabelText("Picture or film"),
      new File(["x"], "hello.ogg", { type: "video/ogg" }),
    );
    await user.click(await screen.findByRole("button", { name: "Remove the words" }));
    expect(screen.getByRole("textbox", { name: "Message" })).toBeDisabled();
  });

  it("takes a message from the library and keeps one there", async () => {
    const state = busy();
    state.templates.push({ id: 1, name: "Thanks", body: "Thank you!", createdAt: now, updatedAt: now });
    const { user } = await openDraft({}, "Message", state);
    await user.click(await screen.findByRole("button", { name: "Templates" }));
    await user.click(await screen.findByRole("menuitem", { name: "Insert a template" }));
    await user.click(await screen.findByRole("button", { name: /^Thanks/ }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("Thank you!"));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByRole("textbox", { name: "Message" })).toHaveValue("Hi {{first_name|there}}!");
    await user.click(screen.getByRole("button", { name: "Templates" }));
    await user.click(await screen.findByRole("menuitem", { name: "Save as a template" }));
    await user.type(await screen.findByRole("textbox", { name: "Name of the template" }), "thanks");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("There is a template of that name.")).toBeInTheDocument();
    await user.type(screen.getByRole("textbox", { name: "Name of the template" }), " too{Enter}");
    await waitFor(() => expect(state.templates.map(({ name }) => name)).toContain("thanks too"));
  });
});
