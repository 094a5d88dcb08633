import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

describe("the link at rest", () => {
  it("says what protects it", async () => {
    renderApp("/settings", emptyState(Date.now()));
    expect(await screen.findByText("Protected by the system's keychain.")).toBeInTheDocument();
    expect(screen.getByText(/does not stop a program that runs under your account/)).toBeInTheDocument();
  });

  it("does not hide that a system has no keychain", async () => {
    const state = emptyState(Date.now());
    state.system.session.protection = "file";
    renderApp("/settings", state);
    expect(await screen.findByText(/Weakly protected/)).toBeInTheDocument();
    expect(screen.getByText(/a file only you can read/)).toBeInTheDocument();
  });

  it.each([
    ["key_lost", "The key to the earlier link is gone from this computer."],
    ["key_elsewhere", "The earlier link cannot be opened on this computer."],
    ["damaged", "The file of the earlier link was damaged."],
  ] as const)("explains %s until a number is linked", async (notice, sentence) => {
    const state = emptyState(Date.now());
    state.system.session.notice = notice;
    const { emit } = renderApp("/settings", state);
    expect(await screen.findByText(sentence)).toBeInTheDocument();
    state.system.session.notice = "";
    emit("account:changed", { ...state.account, state: "online" });
    await waitFor(() => expect(screen.queryByText(sentence)).not.toBeInTheDocument());
  });
});
