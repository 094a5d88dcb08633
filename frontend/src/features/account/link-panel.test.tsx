import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { AccountStatus } from "@/api/types";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

const now = Date.now();

function open(change: Partial<AccountStatus>, demo = false) {
  const state = emptyState(now);
  Object.assign(state.account, change);
  if (demo) Object.assign(state.system, { demo: true, simulated: true });
  return renderApp("/settings/link", state);
}

const passkey = (change: Partial<AccountStatus["passkey"]>) => ({
  state: "passkey_required" as const,
  passkey: {
    stage: "asked" as const,
    authenticator: "",
    options: "{}",
    snippet: "(async () => {})();",
    code: "",
    expiresAt: now + 290_000,
    ...change,
  },
});

const phone = { phone: "447700900100", phoneDisplay: "+44 7700 900100" };

describe("linking", () => {
  it("shows the risk before the first link, also in the settings", async () => {
    const state = emptyState(now);
    state.settings.riskAcceptedAt = 0;
    const { user, callsOf } = renderApp("/settings/link", state);
    await user.click(await screen.findByRole("button", { name: "Link WhatsApp" }));
    expect(callsOf("Account.Link")).toHaveLength(0);
    expect(screen.getByText(/may block a number/)).toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: /accept the risk/ }));
    await user.click(screen.getByRole("button", { name: "Go on" }));
    expect(await screen.findByTestId("qr")).toBeInTheDocument();
    expect(callsOf("Settings.Update")[0]?.args).toEqual([{ acceptRisk: true }]);
  });

  it("counts down, and says that a code was renewed", async () => {
    const { emit, state } = open({
      state: "linking",
      qr: "data:image/png;base64,AA",
      expiresAt: now + 42_000,
    });
    expect(await screen.findByText(/New code in 4\d sec/)).toBeInTheDocument();
    expect(screen.queryByText(/The last code expired/)).not.toBeInTheDocument();
    emit("account:changed", { ...state.account, renewed: true });
    expect(await screen.findByText(/The last code expired/)).toBeInTheDocument();
    emit("account:changed", { ...state.account, reason: "no_multidevice" });
    expect(await screen.findByText(/cannot link devices/, { selector: "p" })).toBeInTheDocument();
    emit("account:changed", {
      ...state.account,
      qr: "",
      expiresAt: 0,
      reason: "unreachable",
      retryAt: now + 9000,
    });
    expect(await screen.findByText(/Next try in/, { selector: "p" })).toBeInTheDocument();
  });

  it("links by a code for a number, and goes back to the picture", async () => {
    const { user, callsOf, state } = open({ state: "linking", qr: "data:image/png;base64,AA" });
    await user.click(await screen.findByRole("tab", { name: "Phone number" }));
    state.failures.push({
      method: "Account.LinkByCode",
      error: JSON.stringify({ code: "invalid", message: "This is not a phone number." }),
    });
    const field = screen.getByRole("textbox", { name: "Number of your WhatsApp" });
    await user.type(field, "12{Enter}");
    expect(await screen.findByText("This is not a phone number.")).toBeInTheDocument();
    await user.clear(field);
    await user.type(field, "+44 7700 900100{Enter}");
    expect(await screen.findByTestId("pairing-code")).toHaveTextContent("ABCD-1234");
    expect(screen.getByText(/New code in 2 min/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Copy the code" }));
    expect(await navigator.clipboard.readText()).toBe("ABCD-1234");
    await user.click(screen.getByRole("tab", { name: "QR code" }));
    expect(await screen.findByTestId("qr")).toBeInTheDocument();
    expect(callsOf("Account.Link")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Stop linking" }));
    expect(await screen.findByRole("button", { name: "Link WhatsApp" })).toBeInTheDocument();
  });

  it.each([
    ["refused", "Phone and computer did not agree"],
    ["code_refused", "gives no code for this number"],
    ["other_number", "was not linked"],
    ["passkey_mismatch", "The codes did not match"],
    ["passkey_expired", "took too long"],
    ["outdated", "newer version of this app"],
  ])("says why it ended (%s) and offers one button", async (reason, words) => {
    open({ reason });
    const link = await screen.findByRole("button", { name: "Link WhatsApp" });
    expect(screen.getByText(new RegExp(words), { selector: "p" })).toBeInTheDocument();
    expect(within(screen.getByTestId("link-state")).getByText(new RegExp(words))).toBeInTheDocument();
    expect(link).toBeEnabled();
  });

  it("plays the phone in the demo", async () => {
    const { user, callsOf } = open(
      { state: "linking", codePhone: "+44 7700 900100", code: "ABCD-1234" },
      true,
    );
    await user.click(await screen.findByRole("checkbox", { name: "The demo phone asks for a passkey" }));
    await waitFor(() => expect(callsOf("Demo.RequirePasskey")[0]?.args).toEqual([true]));
    await user.click(screen.getByRole("button", { name: "Type it on the demo phone" }));
    await waitFor(() => expect(callsOf("Demo.EnterCode")).toHaveLength(1));
  });
});

describe("passkey", () => {
  it("goes through the browser, and shows what is wrong with an answer", async () => {
    const { user, callsOf, state } = open(passkey({}));
    expect(await screen.findByTestId("passkey-snippet")).toHaveValue("(async () => {})();");
    expect(screen.queryByRole("button", { name: /with Windows/ })).not.toBeInTheDocument();
    expect(screen.getByText(/Time left: 4 min/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Open web.whatsapp.com" }));
    expect(callsOf("System.OpenLink")[0]?.args).toEqual(["https://web.whatsapp.com"]);
    await user.click(screen.getByRole("button", { name: "Copy the text" }));
    expect(await navigator.clipboard.readText()).toBe("(async () => {})();");
    state.failures.push({
      method: "Account.AnswerPasskey",
      error: JSON.stringify({ code: "invalid", message: "This answers an older question." }),
    });
    const answer = screen.getByRole("textbox", { name: "What the browser printed" });
    await user.click(answer);
    await user.paste('{"id":"x"}');
    await user.click(screen.getByRole("button", { name: "Check and go on" }));
    expect(await screen.findByText("This answers an older question.")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Check and go on" }));
    expect(await screen.findByText("Checking your passkey with WhatsApp")).toBeInTheDocument();
    expect(callsOf("Account.AnswerPasskey")[1]?.args).toEqual(['{"id":"x"}']);
  });

  it("offers the system's own dialog where there is one", async () => {
    const { user, callsOf } = open(passkey({ authenticator: "Windows" }));
    await user.click(await screen.findByRole("button", { name: "Use the passkey with Windows" }));
    await waitFor(() => expect(callsOf("Account.AskPasskey")).toHaveLength(1));
  });

  it.each([
    ["It matches", true, "Your phone finishes the link"],
    ["It does not match", false, "The codes did not match"],
  ] as const)("compares the code: %s", async (button, matches, words) => {
    const { user, callsOf } = open(passkey({ stage: "confirm", code: "WXYZ-5678" }));
    expect(await screen.findByTestId("passkey-code")).toHaveTextContent("WXYZ-5678");
    await user.click(screen.getByRole("button", { name: button }));
    expect(await screen.findByText(new RegExp(words), { selector: "p" })).toBeInTheDocument();
    expect(callsOf("Account.ConfirmPasskey")[0]?.args).toEqual([matches]);
  });
});

describe("another number", () => {
  it.each([
    ["Link the other number", true],
    ["Do not link", false],
  ] as const)("asks with both numbers and a countdown: %s", async (button, yes) => {
    const other = { otherPhoneDisplay: "+55 11 96100-1022", expiresAt: now + 44_000 };
    const { user, callsOf } = open({ state: "confirm_number", ...phone, ...other });
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent("+44 7700 900100");
    expect(dialog).toHaveTextContent("+55 11 96100-1022");
    expect(within(dialog).getByRole("timer")).toHaveTextContent(/4\d sec/);
    await user.click(within(dialog).getByRole("button", { name: button }));
    await waitFor(() => expect(callsOf("Account.ConfirmNumber")[0]?.args).toEqual([yes]));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).not.toBeInTheDocument());
  });
});

describe("the other states", () => {
  it("gives the reason of a ban, its end and no button before it", async () => {
    const { emit, state } = open({ state: "banned", reason: "104", until: now + 7_200_000, ...phone });
    expect(await screen.findByRole("alert")).toHaveTextContent(/same message went to too many people/);
    expect(screen.getByRole("alert")).toHaveTextContent(/1 hr 59 min|2 hr/);
    expect(screen.queryByRole("button", { name: "Connect again" })).not.toBeInTheDocument();
    emit("account:changed", { ...state.account, until: now - 1000 });
    expect((await screen.findAllByRole("button", { name: "Connect again" })).length).toBe(2);
  });

  it("lays the restriction of new chats over being online", async () => {
    open({ state: "online", ...phone, restrictedUntil: now + 3_600_000 });
    expect(await screen.findByText(/New chats are closed until/)).toBeInTheDocument();
    expect(screen.getByTestId("link-state")).toHaveTextContent(/Online.*No new chats until/);
  });

  it.each([
    ["waiting", "about to send older conversations", "Waiting for the history"],
    ["receiving", "12 chats, 340 messages", "Taking in the history: 40 %"],
    ["done", "12 chats, 340 messages", "Online"],
  ] as const)("shows the history: %s", async (stage, panel, strip) => {
    const sync = { stage, percent: 40, chats: 12, messages: 340 };
    open({ state: "online", ...phone, sync });
    expect(await screen.findByText(new RegExp(panel))).toBeInTheDocument();
    expect(screen.getByTestId("link-state")).toHaveTextContent(strip);
    expect(screen.queryAllByRole("progressbar")).toHaveLength(stage === "receiving" ? 1 : 0);
  });

  it("counts down to the next try", async () => {
    const { user, callsOf } = open({ state: "offline", ...phone, retryAt: now + 30_000 });
    expect((await screen.findAllByText(/next try in (30|2\d) sec/)).length).toBe(2);
    const [button] = screen.getAllByRole("button", { name: "Try now" });
    if (button) await user.click(button);
    await waitFor(() => expect(callsOf("Account.Reconnect")).toHaveLength(1));
  });

  it.each([
    [{ state: "logged_out", reason: "locked" }, "WhatsApp has locked this account"],
    [{ state: "logged_out", reason: "banned" }, "WhatsApp has banned this account"],
    [{ state: "failed", reason: "409" }, "code 409"],
    [{ state: "failed", reason: "unsupported" }, "not supported"],
  ] as [Partial<AccountStatus>, string][])("explains %o", async (change, words) => {
    open(change);
    await waitFor(() => expect(screen.getByTestId("link-state")).toHaveTextContent(words));
  });

  it.each([
    { state: "linking", qr: "data:image/png;base64,AA", expiresAt: now + 42_000, renewed: true },
    { state: "linking", codePhone: "+44 7700 900100", code: "ABCD-1234", expiresAt: now + 100_000 },
    passkey({ authenticator: "Windows" }),
    passkey({ stage: "confirm", code: "WXYZ-5678" }),
    {
      state: "online",
      restrictedUntil: now + 60_000,
      sync: { stage: "receiving", percent: 4, chats: 1, messages: 2 },
    },
    { state: "banned", reason: "101", until: now + 60_000 },
  ] as Partial<AccountStatus>[])("is accessible %#", async (change) => {
    const { container } = open(change);
    await screen.findByTestId("link-state");
    await waitFor(() => expect(screen.queryAllByRole("status", { name: "Loading" })).toHaveLength(0));
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 300)}`)).toEqual([]);
  });
});
