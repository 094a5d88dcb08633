import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { AccountStatus } from "@/api/types";
import { emptyState } from "@/testing/fake/state";
import { openAccount, passkey, soon } from "@/testing/open-account";
import { renderApp } from "@/testing/render-app";

/** The button of the panel; the strip above has one of the same name. */
const linkButton = async () =>
  within(await screen.findByRole("main")).findByRole("button", { name: "Link WhatsApp" });

const phone = { phone: "447700900100", phoneDisplay: "+44 7700 900100" };

describe("linking", () => {
  it("shows the risk before the first link, also in the settings", async () => {
    const state = emptyState(Date.now());
    state.settings.riskAcceptedAt = 0;
    const { user, callsOf } = renderApp("/settings/link", state);
    await user.click(await linkButton());
    expect(callsOf("Account.Link")).toHaveLength(0);
    expect(screen.getByText(/may block a number/)).toBeInTheDocument();
    await user.click(screen.getByRole("checkbox", { name: /accept the risk/ }));
    await user.click(screen.getByRole("button", { name: "Go on" }));
    expect(await screen.findByTestId("qr")).toBeInTheDocument();
    expect(callsOf("Settings.Update")[0]?.args).toEqual([{ acceptRisk: true }]);
  });

  it("counts down, and says that a code was renewed", async () => {
    const { emit, state } = openAccount({
      state: "linking",
      qr: "data:image/png;base64,AA",
      expiresAt: soon(42),
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
      retryAt: Date.now() + 9000,
    });
    expect(await screen.findByText(/Next try in/, { selector: "p" })).toBeInTheDocument();
  });

  it("links by a code for a number, and goes back to the picture", async () => {
    const { user, callsOf, state } = openAccount({ state: "linking", qr: "data:image/png;base64,AA" });
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
    expect(await linkButton()).toBeInTheDocument();
  });

  it.each([
    ["refused", "Phone and computer did not agree"],
    ["code_refused", "gives no code for this number"],
    ["other_number", "was not linked"],
    ["passkey_mismatch", "The codes did not match"],
    ["passkey_expired", "took too long"],
    ["outdated", "newer version of this app"],
  ])("says why it ended (%s) and offers one button", async (reason, words) => {
    openAccount({ reason });
    const link = await linkButton();
    expect(screen.getByText(new RegExp(words), { selector: "p" })).toBeInTheDocument();
    expect(within(screen.getByTestId("link-state")).getByText(new RegExp(words))).toBeInTheDocument();
    expect(link).toBeEnabled();
  });

  it("plays the phone in the demo", async () => {
    const { user, callsOf } = openAccount(
      { state: "linking", codePhone: "+44 7700 900100", code: "ABCD-1234" },
      true,
    );
    await user.click(await screen.findByRole("checkbox", { name: "The demo phone asks for a passkey" }));
    await waitFor(() => expect(callsOf("Demo.RequirePasskey")[0]?.args).toEqual([true]));
    await user.click(screen.getByRole("button", { name: "Type it on the demo phone" }));
    await waitFor(() => expect(callsOf("Demo.EnterCode")).toHaveLength(1));
  });
});

describe("another number", () => {
  it.each([
    ["Link the other number", true],
    ["Do not link", false],
  ] as const)("asks with both numbers and a countdown: %s", async (button, yes) => {
    const other = { otherPhoneDisplay: "+55 11 96100-1022", expiresAt: soon(44) };
    const { user, callsOf } = openAccount({ state: "confirm_number", ...phone, ...other });
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
  it("reads everything again when another number has been linked", async () => {
    const { emit, state, callsOf } = openAccount({ state: "online", phone: "447700900100" });
    await screen.findByRole("button", { name: "Unlink" });
    const before = callsOf("Settings.Get").length;
    emit("account:changed", { ...state.account, state: "connecting", phone: "447700900101" });
    await waitFor(() => expect(callsOf("Settings.Get").length).toBeGreaterThan(before));
  });

  it("gives the reason of a ban, its end and no button before it", async () => {
    const { emit, state } = openAccount({ state: "banned", reason: "104", until: soon(7200), ...phone });
    expect(await screen.findByRole("alert")).toHaveTextContent(/same message went to too many people/);
    expect(screen.getByRole("alert")).toHaveTextContent(/1 hr 59 min|2 hr/);
    expect(screen.queryByRole("button", { name: "Connect again" })).not.toBeInTheDocument();
    emit("account:changed", { ...state.account, until: Date.now() - 1000 });
    expect((await screen.findAllByRole("button", { name: "Connect again" })).length).toBe(2);
  });

  it("lays the restriction of new chats over being online", async () => {
    openAccount({ state: "online", ...phone, restrictedUntil: soon(3600) });
    expect(await screen.findByText(/New chats are closed until/)).toBeInTheDocument();
    expect(screen.getByTestId("link-state")).toHaveTextContent(/Online.*No new chats until/);
  });

  it.each([
    ["waiting", "about to send older conversations", "Waiting for the history"],
    ["receiving", "12 chats, 340 messages", "Taking in the history: 40 %"],
    ["done", "12 chats, 340 messages", "Online"],
  ] as const)("shows the history: %s", async (stage, panel, strip) => {
    const sync = { stage, percent: 40, chats: 12, messages: 340 };
    openAccount({ state: "online", ...phone, sync });
    expect(await screen.findByText(new RegExp(panel))).toBeInTheDocument();
    expect(screen.getByTestId("link-state")).toHaveTextContent(strip);
    expect(screen.queryAllByRole("progressbar")).toHaveLength(stage === "receiving" ? 1 : 0);
  });

  it("counts down to the next try", async () => {
    const { user, callsOf } = openAccount({ state: "offline", ...phone, retryAt: soon(30) });
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
    openAccount(change);
    await waitFor(() => expect(screen.getByTestId("link-state")).toHaveTextContent(words));
  });

  it.each([
    { state: "linking", qr: "data:image/png;base64,AA", expiresAt: soon(42), renewed: true },
    { state: "linking", codePhone: "+44 7700 900100", code: "ABCD-1234", expiresAt: soon(100) },
    passkey({ authenticator: "Windows" }),
    passkey({ stage: "confirm", code: "WXYZ-5678" }),
    {
      state: "online",
      restrictedUntil: soon(60),
      sync: { stage: "receiving", percent: 4, chats: 1, messages: 2 },
    },
    { state: "banned", reason: "101", until: soon(60) },
  ] as Partial<AccountStatus>[])("is accessible %#", async (change) => {
    const { container } = openAccount(change);
    await screen.findByTestId("link-state");
    await waitFor(() => expect(screen.queryAllByRole("status", { name: "Loading" })).toHaveLength(0));
    const { violations } = await axe.run(container, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 300)}`)).toEqual([]);
  });
});
