import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { emptyState } from "@/testing/fake/state";
import { renderApp } from "@/testing/render-app";

describe("the library of messages", () => {
  it("starts empty, takes a message, refuses a second of its name, and takes a deletion back", async () => {
    const { user, state, callsOf } = renderApp("/templates", emptyState(Date.now()));
    await user.click(await screen.findByRole("button", { name: "Write the first template" }));
    const dialog = within(await screen.findByRole("dialog", { name: "New template" }));
    expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.type(dialog.getByRole("textbox", { name: "Name" }), "Welcome");
    await user.type(dialog.getByRole("textbox", { name: "Message" }), "Hi there");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    const list = await screen.findByRole("list", { name: "Templates" });
    expect(within(list).getByText("Hi there")).toBeVisible();
    expect(state.templates).toHaveLength(1);

    await user.click(screen.getByRole("button", { name: "New template" }));
    const second = within(await screen.findByRole("dialog", { name: "New template" }));
    await user.type(second.getByRole("textbox", { name: "Name" }), "welcome");
    await user.type(second.getByRole("textbox", { name: "Message" }), "Hello");
    await user.click(second.getByRole("button", { name: "Save" }));
    expect(await second.findByRole("alert")).toHaveTextContent("There is a template of that name.");
    await user.click(second.getByRole("button", { name: "Cancel" }));

    await user.click(screen.getByRole("button", { name: "More about Welcome" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete template" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText("Hi there")).toBeVisible();
    expect(callsOf("Templates.Delete")).toHaveLength(1);
  });
});
