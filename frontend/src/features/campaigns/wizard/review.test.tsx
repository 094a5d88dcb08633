import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { newCampaign } from "@/api/campaigns";
import type { CampaignInput } from "@/api/types";
import { audience, say } from "@/testing/fake/audience";
import { busyCampaigns } from "@/testing/fake/busy-campaigns";
import { campaign } from "@/testing/fake/campaigns";
import { busyState } from "@/testing/fake/people";
import type { FakeState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";
import { pointsOf } from "./review-points";

const now = Date.now();
const COLD = audience({ tags: ["spring"] });

function busy() {
  const state = busyState(now, 40);
  busyCampaigns(state, now);
  return state;
}

async function openDraft(step: string, input: Partial<CampaignInput> = {}, state: FakeState = busy()) {
  const draft = {
    name: "Winter sale",
    audience: audience({ tags: ["walk-in"] }),
    steps: say("Hi!"),
    ...input,
  };
  state.campaigns.unshift(campaign(77, "draft", draft, {}, now));
  const app = renderApp("/campaigns/77/edit", state);
  await screen.findByRole("textbox", { name: "Name of the campaign" });
  await app.user.click(screen.getByRole("button", { name: new RegExp(`${step}$`) }));
  return app;
}

/** What the button and the dialog say of the strangers among the people with the tag "spring". */
async function strangers(): Promise<number> {
  const text = (await screen.findByText(/have never written to you\.$/)).textContent ?? "";
  return Number(/\d+/.exec(text)?.[0]);
}

describe("schedule", () => {
  it("starts by itself at a time in a zone, and shows the time here as well", async () => {
    const { user, callsOf } = await openDraft("Schedule");
    await user.click(await screen.findByRole("radio", { name: "By itself, at a day and time" }));
    const field = screen.getByLabelText("Starts on");
    fireEvent.change(field, { target: { value: "2020-01-01T09:00" } });
    expect(await screen.findByText("This time has passed. Choose a later one.")).toBeInTheDocument();
    fireEvent.change(field, { target: { value: "2999-12-01T09:00" } });
    await user.clear(screen.getByRole("combobox", { name: "Time zone" }));
    await user.paste("Kolkata");
    await user.click(await screen.findByRole("option", { name: "Asia / Kolkata" }));
    expect(await screen.findByText(/^On this computer's clock/)).toBeInTheDocument();
    await user.click(screen.getByRole("radio", { name: "Do not send it" }));
    await user.click(screen.getByRole("switch", { name: "End it at a day and time" }));
    fireEvent.change(screen.getByLabelText("Ends on"), { target: { value: "2999-11-01T09:00" } });
    expect(await screen.findByText("It ends before it starts.")).toBeInTheDocument();
    await waitFor(() =>
      expect(callsOf("Campaigns.Update").at(-1)?.args[1]).toMatchObject({
        schedule: {
          startsOn: "2999-12-01T09:00",
          zone: expect.stringMatching(/^Asia\/(Kolkata|Calcutta)$/),
          whenLater: "skip",
        },
      }),
    );
  });

  it("schedules instead of starting", async () => {
    const schedule = {
      startsOn: "2999-12-01T09:00",
      endsOn: "",
      zone: "",
      lateMinutes: 15,
      whenLater: "ask",
    };
    const { user, callsOf } = await openDraft("Review", { schedule });
    await user.click(await screen.findByRole("button", { name: /^Schedule for/ }));
    const dialog = await screen.findByRole("alertdialog", { name: /^Schedule for/ });
    expect(dialog).toHaveTextContent("As things stand it goes to 3 people.");
    await user.click(within(dialog).getByRole("button", { name: /^Schedule for/ }));
    await waitFor(() => expect(callsOf("Campaigns.Schedule")[0]?.args).toEqual([77, { cold: 0 }]));
    expect(callsOf("Campaigns.Start")).toHaveLength(0);
  });
});

describe("review", () => {
  it("lists what stands in the way and leads there", async () => {
    const { user } = await openDraft("Review", { steps: say("") });
    const points = await screen.findByRole("list", { name: "Before it starts" });
    expect(points).toHaveTextContent("Message 1 has neither words nor a file.");
    expect(screen.getByRole("button", { name: /^Send to \d/ })).toBeDisabled();
    await user.click(within(points).getByRole("button", { name: "Go there" }));
    expect(await screen.findByRole("textbox", { name: "Message" })).toBeInTheDocument();
  });

  it("sends a test of the person who is shown, and says that it is tested", async () => {
    const { user, callsOf } = await openDraft("Review");
    expect(await screen.findByText("You have not sent it to yourself yet.")).toBeInTheDocument();
    await user.click(await screen.findByRole("button", { name: "Next person" }));
    await user.click(screen.getByRole("button", { name: "Send to my own WhatsApp" }));
    expect(await screen.findAllByText("Tested as it is")).toHaveLength(2);
    expect(callsOf("Campaigns.SendTest")[0]?.args).toEqual([77, 8, 0]);
    expect(screen.queryByText("You have not sent it to yourself yet.")).toBeNull();
  });

  it("shows why a test was refused", async () => {
    const { user, state } = await openDraft("Review");
    const error = JSON.stringify({ code: "not_linked", message: "Link your WhatsApp first." });
    state.failures.push({ method: "Campaigns.SendTest", error });
    await user.click(await screen.findByRole("button", { name: "Send to my own WhatsApp" }));
    expect(await screen.findByText("Link your WhatsApp first.")).toBeInTheDocument();
  });

  it("wants the number of strangers typed before it writes to many", async () => {
    const { user, callsOf } = await openDraft("Review", { audience: COLD });
    const cold = await strangers();
    await user.click(screen.getByRole("button", { name: /^Send to \d/ }));
    const dialog = await screen.findByRole("alertdialog");
    const send = within(dialog).getByRole("button", { name: /^Send to \d/ });
    expect(send).toBeDisabled();
    const field = within(dialog).getByRole("textbox", { name: /Type the number of strangers/ });
    await user.type(field, String(cold + 1));
    expect(send).toBeDisabled();
    await user.clear(field);
    await user.type(field, String(cold));
    await user.click(send);
    await waitFor(() => expect(callsOf("Campaigns.Start")[0]?.args).toEqual([77, { cold }]));
  });

  it("asks again when the strangers have become more meanwhile", async () => {
    const { user, state, callsOf } = await openDraft("Review", { audience: COLD });
    const cold = await strangers();
    await user.click(screen.getByRole("button", { name: /^Send to \d/ }));
    const dialog = await screen.findByRole("alertdialog");
    await user.type(within(dialog).getByRole("textbox"), String(cold));
    state.leads.push({ ...state.leads.at(-1)!, id: 9999, tags: ["spring"], lastMessageAt: 0 });
    await user.click(within(dialog).getByRole("button", { name: /^Send to \d/ }));
    expect(await within(dialog).findByText(/number of strangers has changed/)).toBeInTheDocument();
    const again = await within(dialog).findByRole("textbox", { name: new RegExp(`strangers, ${cold + 1},`) });
    expect(again).toHaveValue("");
    await user.type(again, String(cold + 1));
    await user.click(within(dialog).getByRole("button", { name: /^Send to \d/ }));
    await waitFor(() => expect(callsOf("Campaigns.Start").at(-1)?.args).toEqual([77, { cold: cold + 1 }]));
  });

  it("shows why the backend does not start it", async () => {
    const { user, state } = await openDraft("Review");
    const error = JSON.stringify({ code: "conflict", message: "The campaign's end has passed." });
    state.failures.push({ method: "Campaigns.Start", error });
    await user.click(await screen.findByRole("button", { name: "Send to 3" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Send to 3" }));
    expect(await within(dialog).findByText("The campaign's end has passed.")).toBeInTheDocument();
  });

  it("tells what blocks from what deserves a look", () => {
    const input = newCampaign({ minGapSeconds: 1, maxGapSeconds: 2, perHour: 3, perDay: 4 });
    const keysOf = (change: Partial<CampaignInput>, link: "online" | "offline" | "logged_out", reach = {}) =>
      pointsOf({
        input: { ...input, ...change },
        reach: {
          ...{ total: 9, excluded: [{ reason: "missing_variable", count: 2 }], warmth: [], cold: 4 },
          ...{ needsWord: false, startAt: 0, finishAt: 0, days: [], ...reach },
        },
        tested: false,
        link,
        now,
      }).map(({ key, blocking }) => (blocking ? `!${key}` : key));
    const ready = { audience: audience({ tags: ["expo"] }), steps: say("Hi") };
    expect(keysOf({}, "logged_out")).toEqual(["!nobody", "!unwritten", "!notLinked", "missing", "cold"]);
    expect(keysOf(ready, "offline")).toEqual(["offline", "untested", "missing", "cold"]);
    expect(keysOf(ready, "online", { total: 0, excluded: [], cold: 0 })).toEqual([
      "!everyoneOut",
      "untested",
    ]);
  });
});
