import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

describe("settings about conversations", () => {
  it("chooses receipts, presence and typing, which needs presence", async () => {
    const { user, callsOf } = renderApp("/settings", busyState(Date.now(), 0));
    const section = within(await screen.findByRole("region", { name: "Conversations" }));
    const typing = section.getByRole("switch", { name: "Show when I am typing" });
    expect(typing).toHaveAttribute("aria-disabled", "true");
    const online = section.getByRole("switch", { name: "Show me online" });
    expect(online).toHaveAccessibleDescription(/Your phone may then stay silent/);
    await user.click(section.getByRole("switch", { name: "Read receipts" }));
    await waitFor(() =>
      expect(callsOf("Settings.Update").at(-1)?.args).toEqual([
        { chats: { readReceipts: false, showOnline: false, showTyping: false, autoDownloadMb: 16 } },
      ]),
    );
    await user.click(online);
    await waitFor(() => expect(typing).not.toHaveAttribute("aria-disabled", "true"));
    await user.click(typing);
    await waitFor(() =>
      expect(callsOf("Settings.Update").at(-1)?.args[0]).toMatchObject({
        chats: { showOnline: true, showTyping: true },
      }),
    );
    // Nobody is told that one types who is not seen at all.
    await user.click(online);
    await waitFor(() =>
      expect(callsOf("Settings.Update").at(-1)?.args[0]).toMatchObject({
        chats: { showOnline: false, showTyping: false },
      }),
    );
  });

  it("limits what is fetched by itself to 0 to 100 MB", async () => {
    const { user, callsOf } = renderApp("/settings", busyState(Date.now(), 0));
    const field = await screen.findByRole("textbox", { name: "Fetch files up to, in MB" });
    await user.clear(field);
    await user.type(field, "250");
    await user.tab();
    await waitFor(() => expect(field).toHaveValue("100"));
    expect(callsOf("Settings.Update").at(-1)?.args[0]).toMatchObject({ chats: { autoDownloadMb: 100 } });
  });
});
