import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const busy = () => busyState(Date.now(), 0);

describe("inbox", () => {
  it("lists conversations, the latest first, with unread counts and drafts", async () => {
    renderApp("/inbox", busy());
    const rows = await screen.findAllByTestId("chat-row");
    expect(rows[0]).toHaveTextContent("João Gonçalves");
    expect(within(rows[1]!).getByText("2 unread messages")).toBeInTheDocument();
    expect(screen.getByText("Draft:").parentElement).toHaveTextContent("Thanks for waiting");
  });

  it("sends with Enter, shows the bubble at once and moves its tick", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    const box = await screen.findByRole("textbox", { name: /Message to João/ });
    await user.type(box, "See you{Shift>}{Enter}{/Shift}tomorrow{Enter}");
    const bubble = (await screen.findAllByTestId("message")).at(-1)!;
    expect(bubble).toHaveTextContent(/See you\s*tomorrow/);
    expect(box).toHaveValue("");
    expect(callsOf("Chats.Send")).toHaveLength(1);
    expect(callsOf("Chats.Send")[0]?.args[1]).toMatchObject({ text: "See you\ntomorrow", replyTo: 0 });
    await waitFor(() => expect(within(bubble).getByRole("img", { name: "Delivered" })).toBeInTheDocument());
  });

  it("keeps what was written when sending fails, and sends it again", async () => {
    const state = busy();
    state.failures.push({
      method: "Chats.Send",
      error: '{"code":"unavailable","message":"The disk is full."}',
    });
    const { user } = renderApp("/inbox/2", state);
    await user.type(await screen.findByRole("textbox", { name: /Message to João/ }), "Hello{Enter}");
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("The disk is full.");
    await user.click(within(alert).getByRole("button", { name: "Send again" }));
    await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
    expect(screen.getAllByText("Hello")).not.toHaveLength(0);
  });

  it("saves the draft when another conversation is opened", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    await user.type(await screen.findByRole("textbox", { name: /Message to João/ }), "half a thou");
    await user.click(screen.getByText("Priya Sharma"));
    await screen.findByRole("textbox", { name: /Message to Priya/ });
    await waitFor(() => expect(callsOf("Chats.SaveDraft").at(-1)?.args).toEqual([2, "half a thou"]));
    expect(await screen.findByText(/half a thou/)).toBeInTheDocument();
  });

  it("shows a message that arrives and moves its conversation up, without asking on a timer", async () => {
    const { receive, callsOf } = renderApp("/inbox/2", busy());
    await screen.findByRole("textbox", { name: /Message to João/ });
    const before = callsOf("Chats.List").length;
    receive(3, "It fits after all!");
    await waitFor(() => expect(screen.getAllByTestId("chat-row")[0]).toHaveTextContent("It fits after all!"));
    receive(2, "One more thing");
    await waitFor(() => expect(screen.getAllByTestId("message").at(-1)).toHaveTextContent("One more thing"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const after = callsOf("Chats.List").length;
    expect(after - before).toBeLessThanOrEqual(4);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(callsOf("Chats.List").length).toBe(after);
  });

  it("takes a conversation out when its person was joined with another", async () => {
    const state = busy();
    const { emit } = renderApp("/inbox/2", state);
    expect(await screen.findByText("Priya Sharma")).toBeInTheDocument();
    state.chats = state.chats.filter((chat) => chat.name !== "Priya Sharma");
    emit("lead:changed", { ids: [] });
    await waitFor(() => expect(screen.queryByText("Priya Sharma")).not.toBeInTheDocument());
  });

  it("marks read when the end is in view, and keeps the divider", async () => {
    const { callsOf } = renderApp("/inbox/2", busy());
    expect(await screen.findByTestId("unread-divider")).toHaveTextContent("1 unread message");
    await waitFor(() => expect(callsOf("Chats.MarkRead")).toHaveLength(1));
    expect(screen.getByTestId("unread-divider")).toBeInTheDocument();
  });

  it("says what went wrong and tries again", async () => {
    const state = busy();
    state.failures.push({ method: "Chats.List", error: '{"code":"internal","message":"","ref":"a1b2"}' });
    state.failures.push({ method: "Chats.List", error: '{"code":"internal","message":"","ref":"a1b2"}' });
    const { user } = renderApp("/inbox", state);
    expect(await screen.findByText("Something went wrong in the app")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findAllByTestId("chat-row")).not.toHaveLength(0);
  });
});
