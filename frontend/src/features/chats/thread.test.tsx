import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fakeFile, fakeMessage } from "@/testing/fake/message";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const busy = () => busyState(Date.now(), 0);
const bubble = (words: string) =>
  waitFor(() => {
    const found = screen.getAllByTestId("message").find((each) => each.textContent.includes(words));
    if (!found) throw new Error(`no message with ${words}`);
    return found;
  });
const menuOf = async (words: string) => {
  fireEvent.contextMenu(await bubble(words));
  return within(await screen.findByRole("menu"));
};

/** A conversation in which a text of ours has just gone out. */
function justSent() {
  const state = busy();
  const text = "See you at nine";
  state.messages.push(
    fakeMessage({ id: 8900, chatId: 2, fromMe: true, status: "delivered", at: Date.now() - 1000, text }),
  );
  return state;
}

describe("a message's menu", () => {
  it("opens by button, mouse and keyboard, and goes back to the bubble", async () => {
    const { user } = renderApp("/inbox/2", busy());
    const last = await bubble("Great, I take two");
    last.focus();
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(await screen.findByRole("menuitem", { name: "Reply" })).toBeInTheDocument();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("menu")).not.toBeInTheDocument());
    expect(last).toHaveFocus();
    await user.keyboard("{ArrowUp}");
    expect(await bubble("Photos are here")).toHaveFocus();
    await user.click(within(last).getByRole("button", { name: "More about this message" }));
    expect(await screen.findByRole("menuitem", { name: "Copy text" })).toBeInTheDocument();
  });

  it("replies with a quote, and Escape lets it be", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    const menu = await menuOf("Great, I take two");
    await user.click(menu.getByRole("menuitem", { name: "Reply" }));
    const bar = await screen.findByRole("group", { name: "Answer to" });
    expect(bar).toHaveTextContent("Great, I take two");
    const box = screen.getByRole("textbox", { name: /Message to João/ });
    await user.type(box, "{Escape}");
    expect(screen.queryByRole("group", { name: "Answer to" })).not.toBeInTheDocument();
    await user.dblClick((await bubble("Great, I take two")).querySelector("[data-bubble]")!);
    await user.type(screen.getByRole("textbox", { name: /Message to João/ }), "Of course{Enter}");
    await waitFor(() =>
      expect(callsOf("Chats.Send")[0]?.args[1]).toMatchObject({ text: "Of course", replyTo: 205 }),
    );
    const sent = await bubble("Of course");
    expect(within(sent).getByRole("button", { name: /João Gonçalves/ })).toHaveTextContent(
      "Great, I take two",
    );
    expect(screen.queryByRole("group", { name: "Answer to" })).not.toBeInTheDocument();
  });

  it("reacts with six emojis, at once on screen", async () => {
    const state = busy();
    state.failures.push({ method: "Chats.React", error: '{"code":"conflict","message":"Wait a little."}' });
    const { user, callsOf } = renderApp("/inbox/2", state);
    const menu = await menuOf("Great, I take two");
    await user.click(menu.getByRole("menuitem", { name: "React with 👍" }));
    // The backend refused: what stood there before is put back.
    expect(await screen.findAllByText("Wait a little.")).not.toHaveLength(0);
    expect(screen.queryByRole("button", { name: "👍 by You" })).not.toBeInTheDocument();
    await user.click(within(await bubble("Great, I take two")).getByRole("button", { name: "React" }));
    await user.click(await screen.findByRole("button", { name: "React with ❤️" }));
    expect(await screen.findByRole("button", { name: "❤️ by You" })).toBeInTheDocument();
    expect(callsOf("Chats.React").at(-1)?.args).toEqual([205, "❤️"]);
  });

  it("edits the last text by ArrowUp, and not an old one", async () => {
    const { user, callsOf } = renderApp("/inbox/2", justSent());
    const box = await screen.findByRole("textbox", { name: /Message to João/ });
    await user.type(box, "{ArrowUp}");
    const edit = await screen.findByRole("textbox", { name: "Change the message" });
    expect(edit).toHaveValue("See you at nine");
    await user.type(edit, " sharp{Enter}");
    await waitFor(() => expect(callsOf("Chats.Edit")[0]?.args).toEqual([8900, "See you at nine sharp"]));
    expect(await bubble("See you at nine sharp")).toHaveTextContent("Edited");
    const menu = await menuOf("Hi João!");
    expect(menu.queryByRole("menuitem", { name: "Edit" })).not.toBeInTheDocument();
    expect(menu.getByRole("menuitem", { name: "Delete for everyone" })).toBeInTheDocument();
  });

  it("deletes here, and brings back what was deleted by mistake", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    const menu = await menuOf("L please");
    await user.click(menu.getByRole("menuitem", { name: "Delete for me" }));
    await waitFor(() => expect(screen.queryByText("L please 🙏")).not.toBeInTheDocument());
    expect(callsOf("Chats.Hide")[0]?.args).toEqual([202]);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await bubble("L please")).toBeInTheDocument();
    expect(callsOf("Chats.Unhide")[0]?.args).toEqual([202]);
    const texts = screen.getAllByTestId("message").map((each) => each.textContent);
    expect(texts.findIndex((each) => each.includes("L please"))).toBe(2);
  });

  it("deletes for everyone after asking", async () => {
    const { user, callsOf } = renderApp("/inbox/2", justSent());
    const menu = await menuOf("See you at nine");
    await user.click(menu.getByRole("menuitem", { name: "Delete for everyone" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent("This cannot be taken back.");
    expect(callsOf("Chats.Delete")).toHaveLength(0);
    await user.click(within(dialog).getByRole("button", { name: "Delete for everyone" }));
    expect(await bubble("You deleted this message")).toBeInTheDocument();
  });

  it("forwards to at most five conversations", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    const menu = await menuOf("Great, I take two");
    await user.click(menu.getByRole("menuitem", { name: "Forward" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Forward to" }));
    for (const name of ["Ana Silva", "Priya Sharma", "María José García", "Thabo Nwosu", "Budi Santoso"])
      await user.click(await dialog.findByRole("checkbox", { name }));
    expect(dialog.getByRole("checkbox", { name: "Müge Çelik" })).toBeDisabled();
    await user.type(dialog.getByRole("searchbox"), "thabo");
    await waitFor(() => expect(dialog.getAllByRole("checkbox")).toHaveLength(1));
    await user.click(dialog.getByRole("checkbox", { name: "Thabo Nwosu" }));
    await user.click(dialog.getByRole("button", { name: "Forward to 4" }));
    expect(await screen.findByText("Forwarded to 4 conversations")).toBeInTheDocument();
    expect(callsOf("Chats.Forward")[0]?.args).toEqual([[205], [1, 3, 4, 8]]);
  });
});

describe("a conversation", () => {
  it("fills in what was waited for, and what was edited on the phone", async () => {
    const state = busy();
    state.messages.push(fakeMessage({ id: 8901, chatId: 2, at: Date.now(), kind: "waiting" }));
    const { emit } = renderApp("/inbox/2", state);
    await bubble("Waiting for this message");
    Object.assign(state.messages.at(-1)!, { kind: "text", text: "It was only this" });
    emit("message:changed", { chatId: 2, messageId: 8901, leadId: 2, status: "received" });
    expect(await bubble("It was only this")).toHaveAttribute("data-kind", "text");
    expect(screen.queryByText(/Waiting for this message/)).not.toBeInTheDocument();
  });

  it("says who is typing, in the header and in the list, and asks to hear of it", async () => {
    const { emit, callsOf } = renderApp("/inbox/2", busy());
    await screen.findByRole("textbox", { name: /Message to João/ });
    await waitFor(() => expect(callsOf("Chats.Watch")[0]?.args).toEqual([2]));
    emit("chat:typing", { chatId: 2, typing: true });
    expect(await screen.findAllByText("typing…")).toHaveLength(2);
    emit("chat:typing", { chatId: 2, typing: false });
    await waitFor(() => expect(screen.queryAllByText("typing…")).toHaveLength(0));
  });

  it("names what was last said by its kind", async () => {
    const state = busy();
    Object.assign(state.chats[2]!, { lastKind: "image", lastText: "" });
    Object.assign(state.chats[3]!, { lastKind: "voice", lastText: "", draft: "" });
    Object.assign(state.chats[4]!, { lastKind: "delete", lastText: "" });
    renderApp("/inbox", state);
    const row = async (name: string) =>
      (await screen.findAllByTestId("chat-row")).find((each) => each.textContent.includes(name));
    expect(await row("Priya")).toHaveTextContent("Photo");
    expect(await row("María")).toHaveTextContent("Voice message");
    expect(await row("+62 812 3033 282")).toHaveTextContent("This message was deleted");
  });

  it("becomes private after saying what is removed, and is stored again", async () => {
    const { user, callsOf } = renderApp("/inbox/2", busy());
    await user.click(await screen.findByRole("button", { name: "More about this conversation" }));
    await user.click(await screen.findByRole("menuitem", { name: "Private: do not store" }));
    const dialog = await screen.findByRole("alertdialog");
    expect(dialog).toHaveTextContent(/All messages and files.*removed from this computer.*STOP/s);
    await user.click(within(dialog).getByRole("button", { name: "Remove and stop storing" }));
    const pane = await screen.findByTestId("private-thread");
    expect(callsOf("Chats.SetPrivate")[0]?.args).toEqual([2, true]);
    expect(screen.queryByRole("textbox", { name: /Message to/ })).not.toBeInTheDocument();
    await user.click(within(pane).getByRole("button", { name: "Store it again" }));
    expect(await screen.findByRole("textbox", { name: /Message to João/ })).toBeInTheDocument();
    expect(screen.queryAllByTestId("message")).toHaveLength(0);
  });
});

describe("the viewer", () => {
  it("goes through the pictures by key, zooms and closes", async () => {
    const state = busy();
    const picture = (id: number, text: string, kind: "image" | "video" = "image") =>
      fakeMessage({
        id,
        chatId: 2,
        at: Date.now() + id,
        kind,
        text,
        media: fakeFile({ id, width: 400, height: 300 }),
      });
    state.messages.push(picture(8910, "first"), picture(8911, "second"), picture(8912, "a film", "video"));
    const { user, callsOf } = renderApp("/inbox/2", state);
    await user.click(within(await bubble("first")).getByRole("button", { name: "Open the photo" }));
    const viewer = within(await screen.findByRole("dialog", { name: "João Gonçalves" }));
    const shown = (alt: string) => viewer.getByRole("img", { name: alt });
    expect(shown("first")).toHaveAttribute("src", "/media/8910");
    expect(viewer.queryByRole("button", { name: "The one before" })).not.toBeInTheDocument();
    await user.keyboard("+");
    expect(shown("first").style.transform).toContain("scale(1.5)");
    await user.keyboard("0");
    expect(shown("first").style.transform).toContain("scale(1)");
    await user.keyboard("{ArrowRight}");
    expect(shown("second")).toHaveAttribute("src", "/media/8911");
    await user.click(viewer.getByRole("button", { name: "Save as" }));
    expect(callsOf("Media.Save")[0]?.args).toEqual([8911]);
    await user.keyboard("{ArrowRight}");
    expect(document.querySelector("video[controls]")).toHaveAttribute("src", "/media/8912");
    await user.keyboard("{ArrowLeft}");
    expect(shown("second")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });
});
