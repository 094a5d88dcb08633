import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { DemoMessage } from "@/api/types";
import { useUi } from "@/app/ui-store";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

function message(change: Partial<DemoMessage>): DemoMessage {
  return {
    ...{ id: "", fromMe: false, kind: "text", text: "", at: Date.now(), read: true, edited: false },
    ...{ title: "", detail: "", seconds: 0, options: [], picture: "", reactions: [] },
    ...change,
    id: `demo-${change.id ?? change.kind ?? "text"}`,
  };
}

/** Opens Priya's phone, which shows these messages. */
async function openPhone(...messages: DemoMessage[]) {
  const state = busyState(Date.now(), 0);
  Object.assign(state.system, { demo: true, simulated: true });
  state.messages = [];
  state.demoMessages = messages;
  useUi.setState({ demoOpen: true });
  const app = renderApp("/inbox", state);
  const panel = within(await screen.findByTestId("demo-panel"));
  await app.user.click(await panel.findByRole("button", { name: /Priya Sharma/ }));
  return { ...app, panel };
}

describe("a demo phone", () => {
  it.each<[string, Partial<DemoMessage>, RegExp]>([
    ["a recording", { kind: "voice", seconds: 75 }, /Voice message.*1:15/],
    [
      "a document",
      { kind: "document", title: "Bill.pdf", text: "the bill" },
      /Bill\.pdf.*Document.*the bill/,
    ],
    ["a place", { kind: "location", title: "Shop", detail: "3 Market Street" }, /Shop.*3 Market Street/],
    ["a place without a name", { kind: "location" }, /Location/],
    ["a contact", { kind: "contact", title: "Lúcia", detail: "+447700900119" }, /Lúcia.*\+447700900119/],
    ["a poll", { kind: "poll", text: "When?", options: ["Today", "Later"] }, /^When\?.*Today.*Later/],
    ["a sticker", { kind: "sticker" }, /Sticker/],
    ["what it cannot show", { kind: "unsupported" }, /Open it on your phone/],
    ["an edited text", { text: "better", edited: true }, /better.*Edited/],
    ["a deleted message", { kind: "delete", edited: true }, /This message was deleted(?!.*Edited)/],
    [
      "a quote",
      { text: "yes", quote: { fromMe: false, kind: "voice", text: "" } },
      /Sarah.*Voice message.*yes/,
    ],
  ])("shows %s", async (_, change, words) => {
    const { panel } = await openPhone(message(change));
    expect((await panel.findByTestId("demo-message")).textContent).toMatch(words);
  });

  it("shows a picture with the words under it, and the reactions to it", async () => {
    const { panel } = await openPhone(
      message({ kind: "image", picture: PIXEL, text: "*look*", reactions: [{ fromMe: false, emoji: "😍" }] }),
    );
    expect(await panel.findByRole("img", { name: "Photo" })).toHaveAttribute("src", PIXEL);
    expect(panel.getByText("look")).toBeInTheDocument();
    expect(panel.getByRole("img", { name: "😍 by Sarah" })).toBeInTheDocument();
  });

  it("sends things from its menu, a photo with the words that were written", async () => {
    const { panel, user, callsOf } = await openPhone();
    const box = panel.getByRole("textbox", { name: "Write as Priya Sharma" });
    await user.type(box, "the blue one");
    for (const name of ["Location", "Photo"]) {
      await user.click(panel.getByRole("button", { name: "Send something else" }));
      await user.click(await screen.findByRole("menuitem", { name }));
    }
    const [place, photo] = callsOf("Demo.SendThing").map(({ args }) => args.slice(1));
    expect(place).toEqual(["place", "the blue one"]);
    expect(photo).toEqual(["photo", "the blue one"]);
    await waitFor(() => expect(box).toHaveValue(""));
  });

  it("reacts to the last message of the owner, and takes that back", async () => {
    const { panel, user, callsOf } = await openPhone(
      message({ id: "a", text: "hi" }),
      message({ id: "b", fromMe: true }),
    );
    const choose = async () => {
      await user.click(panel.getByRole("button", { name: "React to the last message" }));
      await user.click(await screen.findByRole("button", { name: "React with 🙏" }));
    };
    await panel.findByText("hi");
    await choose();
    expect(await panel.findByRole("img", { name: "🙏 by Priya Sharma" })).toBeInTheDocument();
    await choose();
    await waitFor(() => expect(panel.queryByRole("img", { name: /🙏/ })).not.toBeInTheDocument());
    expect(callsOf("Demo.React").map(({ args }) => args[1])).toEqual(["🙏", ""]);
  });

  it("is accessible", async () => {
    const { container, panel } = await openPhone(
      message({ kind: "image", picture: PIXEL, reactions: [{ fromMe: false, emoji: "😍" }] }),
      message({ kind: "poll", text: "When?", options: ["Today", "Later"], fromMe: true }),
      message({ id: "quoting", text: "yes", quote: { fromMe: true, kind: "poll", text: "When?" } }),
    );
    await panel.findByText("yes");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it("has nothing to react to before the owner wrote", async () => {
    const { panel } = await openPhone(message({ fromMe: true, text: "hello?" }));
    await panel.findByText("hello?");
    expect(panel.getByRole("button", { name: "React to the last message" })).toBeDisabled();
  });
});
