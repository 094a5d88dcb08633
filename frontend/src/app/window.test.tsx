import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { busyCampaigns } from "@/testing/fake/busy-campaigns";

import { busyState } from "@/testing/fake/people";
import { busySheets } from "@/testing/fake/sheet-data";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const now = Date.now();
function busy() {
  const state = busyState(now, 0);
  busyCampaigns(state, now);
  busySheets(state, now);
  return state;
}

describe("first run", () => {
  it("cannot be passed without accepting the risk, and links by QR", async () => {
    const state = emptyState(now);
    Object.assign(state.settings, { onboardedAt: 0, riskAcceptedAt: 0, defaultCountry: "" });
    const { user, callsOf, emit } = renderApp("/", state);
    await user.click(await screen.findByRole("button", { name: "Begin" }));
    const goOn = screen.getByRole("button", { name: "Go on" });
    expect(goOn).toBeDisabled();
    await user.click(screen.getByRole("checkbox", { name: /accept the risk/ }));
    await user.click(goOn);
    expect(await screen.findByRole("combobox", { name: /Country of numbers/ })).toHaveValue("United States");
    await user.click(screen.getByRole("button", { name: "Next" }));
    await user.click(await screen.findByRole("button", { name: "Link now" }));
    expect(await screen.findByRole("img", { name: "Code to scan with the phone" })).toHaveAttribute(
      "src",
      state.account.qr,
    );
    expect(screen.getByRole("timer")).toHaveTextContent(/New code in \d+ sec/);
    emit("account:changed", {
      ...state.account,
      state: "online",
      phone: "447700900100",
      phoneDisplay: "+44 7700 900100",
      qr: "",
    });
    expect(await screen.findByText(/\+44 7700 900100 is linked/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open the inbox" }));
    expect(await screen.findByRole("navigation", { name: "Screens" })).toBeInTheDocument();
    expect(callsOf("Settings.Update").map((call) => call.args[0])).toEqual([
      { acceptRisk: true },
      { defaultCountry: "US" },
      { onboarded: true },
    ]);
  });

  it("lets one link later", async () => {
    const state = emptyState(now);
    Object.assign(state.settings, { onboardedAt: 0 });
    const { user } = renderApp("/", state);
    await user.click(await screen.findByRole("button", { name: "Begin" }));
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await user.click(await screen.findByRole("button", { name: "Next" }));
    await user.click(await screen.findByRole("button", { name: "Later" }));
    expect(await screen.findByText("You are ready")).toBeInTheDocument();
  });
});

describe("trouble at start", () => {
  it("says what was kept and offers the copies", async () => {
    const state = busy();
    state.system.startup = {
      state: "damaged",
      message: "row 14 missing",
      backups: [{ id: "b1", kind: "daily", createdAt: now - 86_400_000, sizeBytes: 4_200_000 }],
    };
    const { user, callsOf } = renderApp("/inbox", state);
    const page = await screen.findByTestId("startup-trouble");
    expect(page).toHaveTextContent("The damaged file is kept");
    expect(page).toHaveTextContent("4.2 MB");
    await user.click(within(page).getByRole("button", { name: "Use this copy" }));
    const dialog = await screen.findByRole("alertdialog");
    await user.click(within(dialog).getByRole("button", { name: "Use this copy" }));
    expect(await screen.findByRole("navigation", { name: "Screens" })).toBeInTheDocument();
    expect(callsOf("System.RestoreBackup")[0]?.args).toEqual(["b1"]);
  });

  it.each(["locked", "newer", "running", "failed"] as const)("has words for %s", async (kind) => {
    const state = busy();
    state.system.startup = { state: kind, message: "", backups: [] };
    renderApp("/inbox", state);
    expect(await screen.findByTestId("startup-trouble")).toHaveAttribute("data-state", kind);
    expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
  });
});

describe("the window", () => {
  it.each([
    ["offline", "No connection"],
    ["replaced", "Another program uses this link"],
    ["logged_out", "The link was removed on the phone"],
    ["banned", "WhatsApp has blocked this number"],
    ["outdated", "newer version of this app"],
    ["clock_wrong", "clock is off"],
    ["failed", "WhatsApp refused the connection"],
  ] as const)("says %s in a plain sentence", async (link, words) => {
    const state = busy();
    state.account.state = link;
    renderApp("/settings", state);
    await waitFor(() => expect(screen.getByTestId("link-state")).toHaveTextContent(words));
  });

  it("marks the demo and plays the phones", async () => {
    const state = busy();
    Object.assign(state.system, { demo: true, simulated: true });
    const { user } = renderApp("/inbox/2", state);
    await user.click(await screen.findByTestId("demo-mark"));
    const panel = await screen.findByTestId("demo-panel");
    await user.click(await within(panel).findByRole("button", { name: /Priya Sharma/ }));
    await user.type(
      within(panel).getByRole("textbox", { name: "Write as Priya Sharma" }),
      "Hello there{Enter}",
    );
    await waitFor(() => expect(screen.getAllByTestId("chat-row")[0]).toHaveTextContent("Hello there"));
  });

  it("goes anywhere by Ctrl+K and by Ctrl+number", async () => {
    const { user } = renderApp("/inbox", busy());
    await screen.findAllByTestId("chat-row");
    await user.keyboard("{Control>}3{/Control}");
    expect(await screen.findByRole("heading", { name: "Campaigns" })).toBeInTheDocument();
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: /Type a screen/ }), "priya");
    await waitFor(() => expect(screen.getAllByRole("option")[0]).toHaveTextContent("Priya Sharma"));
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("textbox", { name: /Message to Priya/ })).toBeInTheDocument();
  });

  it("asks before it closes on a running campaign", async () => {
    const { user, callsOf, emit } = renderApp("/inbox", busy());
    await screen.findAllByTestId("chat-row");
    emit("app:closing", { campaigns: ["Spring offer"] });
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent("“Spring offer” still has people to write to.");
    await user.click(within(dialog).getByRole("button", { name: "Quit and pause" }));
    expect(callsOf("System.AnswerClose")[0]?.args).toEqual([true]);
  });

  it("reads everything again when events were lost", async () => {
    const { callsOf, emit } = renderApp("/inbox", busy());
    await screen.findAllByTestId("chat-row");
    const before = callsOf("Chats.List").length;
    emit("sync:lost", null);
    await waitFor(() => expect(callsOf("Chats.List").length).toBeGreaterThan(before));
    expect(callsOf("Account.Status").length).toBeGreaterThan(1);
  });

  it("keeps the theme that was chosen", async () => {
    const { user } = renderApp("/settings", busy());
    await user.click(await screen.findByRole("combobox", { name: "Colours" }));
    await user.click(await screen.findByRole("option", { name: "Dark" }));
    await waitFor(() => expect(document.documentElement.dataset.theme).toBe("dark"));
  });

  it.each([
    "/inbox/2",
    "/leads/2",
    "/leads/import",
    "/campaigns/1",
    "/campaigns/3/edit",
    "/sheets",
    "/sheets/2",
    "/settings",
  ])("is accessible at %s", async (path) => {
    const { container } = renderApp(path, busy());
    await waitFor(() => expect(screen.queryAllByRole("status", { name: "Loading" })).toHaveLength(0));
    await screen.findByRole("main");
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(
      violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((node) => node.html)
            .join(" | ")
            .slice(0, 400)}`,
      ),
    ).toEqual([]);
  });
});
