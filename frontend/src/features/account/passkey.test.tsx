import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openAccount, passkey } from "@/testing/open-account";

describe("passkey", () => {
  it("goes through the browser, and shows what is wrong with an answer", async () => {
    const { user, callsOf, state } = openAccount(passkey({}));
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
    expect(answer).toHaveValue('{"id":"x"}');
    await user.click(screen.getByRole("button", { name: "Check and go on" }));
    expect(await screen.findByText("Checking your passkey with WhatsApp")).toBeInTheDocument();
    expect(callsOf("Account.AnswerPasskey")[1]?.args).toEqual(['{"id":"x"}']);
    await user.click(screen.getByRole("button", { name: "answer once more" }));
    await user.click(screen.getByRole("button", { name: "Check and go on" }));
    await waitFor(() => expect(callsOf("Account.AnswerPasskey")).toHaveLength(3));
  });

  it("offers the system's own dialog where there is one", async () => {
    const { user, callsOf } = openAccount(passkey({ authenticator: "Windows" }));
    await user.click(await screen.findByRole("button", { name: "Use the passkey with Windows" }));
    await waitFor(() => expect(callsOf("Account.AskPasskey")).toHaveLength(1));
  });

  it.each([
    ["It matches", true, "Your phone finishes the link"],
    ["It does not match", false, "The codes did not match"],
  ] as const)("compares the code: %s", async (button, matches, words) => {
    const { user, callsOf } = openAccount(passkey({ stage: "confirm", code: "WXYZ-5678" }));
    expect(await screen.findByTestId("passkey-code")).toHaveTextContent("WXYZ-5678");
    await user.click(screen.getByRole("button", { name: button }));
    expect(await screen.findByText(new RegExp(words), { selector: "p" })).toBeInTheDocument();
    expect(callsOf("Account.ConfirmPasskey")[0]?.args).toEqual([matches]);
  });
});
