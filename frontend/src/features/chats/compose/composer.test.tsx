import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { busyState } from "@/testing/fake/people";
import { renderApp } from "@/testing/render-app";

const busy = () => busyState(Date.now(), 0);
const jpeg = (name: string, bytes = 500_000) =>
  new File([new Uint8Array(bytes)], name, { type: "image/jpeg" });
const field = () => screen.findByRole("textbox", { name: /Message to João/ });
const tray = () => screen.findByRole("region", { name: /to send$/ });

function open(state = busy()) {
  const app = renderApp("/inbox/2", state);
  const dropped = async (...files: File[]) => {
    await field();
    const dataTransfer = { files, types: ["Files"] };
    const section = screen.getByRole("region", { name: "Conversation with João Gonçalves" });
    fireEvent.dragEnter(section, { dataTransfer });
    expect(screen.getByText("Drop here to send to João Gonçalves")).toBeInTheDocument();
    fireEvent.drop(section, { dataTransfer });
    expect(screen.queryByText("Drop here to send to João Gonçalves")).not.toBeInTheDocument();
    return within(await tray());
  };
  return { ...app, dropped };
}

describe("files", () => {
  it("go over in parts and out with their captions, each as it was chosen", async () => {
    const { user, callsOf, dropped } = open();
    const files = await dropped(jpeg("shirt.jpg"), new File(["a,b"], "prices.csv", { type: "text/csv" }));
    await waitFor(() => expect(callsOf("Media.Finish")).toHaveLength(2));
    const sizes = callsOf("Media.Append").map((call) => (call.args[1] as string).length);
    expect(sizes.sort((a, b) => b - a)).toEqual([524_288, 142_380, 4]);
    await user.click(await files.findByRole("combobox", { name: "Send as" }));
    await user.click(await screen.findByRole("option", { name: "Document" }));
    await user.type(files.getByRole("textbox", { name: /Caption/ }), "In *green*");
    await user.click(files.getByRole("button", { name: "prices.csv" }));
    await user.type(files.getByRole("textbox", { name: /Caption/ }), "New prices");
    await user.click(files.getByRole("button", { name: "Send 2" }));
    await waitFor(() => expect(callsOf("Chats.Send")).toHaveLength(2));
    expect(callsOf("Chats.Send").map((call) => call.args[1])).toEqual([
      expect.objectContaining({
        as: "document",
        text: "In *green*",
        fileId: expect.stringMatching(/^staged-/),
      }),
      expect.objectContaining({ as: "document", text: "New prices" }),
    ]);
    expect(await field()).toHaveValue("");
    const last = (await screen.findAllByTestId("message")).at(-1)!;
    expect(last).toHaveTextContent(/prices\.csv.*New prices/s);
  });

  it("shows a picture from memory at once, and answers with it", async () => {
    const { user, callsOf, dropped } = open();
    const reply = (await screen.findAllByTestId("message")).at(-1)!.querySelector("[data-bubble]")!;
    await user.dblClick(reply);
    const files = await dropped(jpeg("shirt.jpg"));
    await user.type(files.getByRole("textbox", { name: /Caption/ }), "This one?");
    await waitFor(() => expect(files.getByRole("button", { name: "Send" })).toBeEnabled());
    await user.type(files.getByRole("textbox", { name: /Caption/ }), "{Enter}");
    await waitFor(() =>
      expect(callsOf("Chats.Send")[0]?.args[1]).toMatchObject({ as: "image", replyTo: 205 }),
    );
    const sent = (await screen.findAllByTestId("message")).at(-1)!;
    expect(within(sent).getByRole("img", { name: "This one?" })).toHaveAttribute("src", "blob:picture");
    expect(screen.queryByRole("group", { name: "Answer to" })).not.toBeInTheDocument();
  });

  it("says in a sentence why a file cannot be sent, and forgets it when it is removed", async () => {
    const { user, callsOf, dropped } = open();
    const large = new File(["x"], "film.mp4", { type: "video/mp4" });
    Object.defineProperty(large, "size", { value: 300 * 2 ** 20 });
    const files = await dropped(large);
    expect(await files.findByRole("alert")).toHaveTextContent(
      "“film.mp4” has 300 MB. At most 100 MB can be sent.",
    );
    expect(files.getByRole("button", { name: "Send" })).toBeDisabled();
    await user.click(files.getByRole("button", { name: "Remove film.mp4" }));
    expect(await field()).toBeInTheDocument();
    expect(callsOf("Media.Drop")).toHaveLength(0);
  });

  it("are dropped in the backend when they are not sent", async () => {
    const { user, callsOf, dropped, state } = open();
    await dropped(jpeg("shirt.jpg", 10));
    await waitFor(() => expect(callsOf("Media.Finish")).toHaveLength(1));
    await user.click(screen.getByText("Priya Sharma"));
    await waitFor(() => expect(callsOf("Media.Drop")).toHaveLength(1));
    expect(state.staged).toEqual([]);
  });

  it("are pasted, and sounds take no words", async () => {
    const { dropped, callsOf } = open();
    const box = await field();
    fireEvent.paste(box, { clipboardData: { files: [jpeg("pasted.png", 3)] } });
    expect(within(await tray()).getByText("pasted.png")).toBeInTheDocument();
    const files = await dropped(new File(["OggS"], "note.ogg", { type: "audio/ogg" })).catch(() => null);
    expect(files).toBeNull();
    await waitFor(() => expect(callsOf("Media.Finish")).toHaveLength(1));
  });
});

describe("what else is attached", () => {
  it("sends contacts of the leads", async () => {
    const { user, callsOf } = open();
    await user.type(await field(), "{Control>}{Shift>}a{/Shift}{/Control}");
    await user.click(await screen.findByRole("menuitem", { name: "Contact" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Send contacts" }));
    await user.click(await dialog.findByRole("checkbox", { name: "Ana Silva" }));
    await user.click(dialog.getByRole("button", { name: "Send 1" }));
    await waitFor(() => expect(callsOf("Chats.Send")[0]?.args[1]).toMatchObject({ leadIds: [1], text: "" }));
    expect((await screen.findAllByTestId("message")).at(-1)).toHaveTextContent("Ana Silva+5511955302210");
  });

  it("sends a place from a map link, and says when there is none", async () => {
    const { user, callsOf } = open();
    await field();
    await user.click(screen.getByRole("button", { name: "Attach" }));
    await user.click(await screen.findByRole("menuitem", { name: "Location" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Send a location" }));
    const where = dialog.getByRole("textbox", { name: "Map link or coordinates" });
    await user.type(where, "at the station");
    await user.click(dialog.getByRole("button", { name: "Send location" }));
    expect(await dialog.findByText(/There is no place in this/)).toBeInTheDocument();
    await user.clear(where);
    await user.type(where, "https://www.openstreetmap.org/?mlat=52.52&mlon=13.405");
    expect(dialog.getByText("Found 52.52000, 13.40500")).toBeInTheDocument();
    await user.type(dialog.getByRole("textbox", { name: "Name of the place" }), "Café");
    await user.click(dialog.getByRole("button", { name: "Send location" }));
    await waitFor(() =>
      expect(callsOf("Chats.Send")[0]?.args[1]).toMatchObject({
        location: { latitude: 52.52, longitude: 13.405, name: "Café", address: "", live: false },
      }),
    );
  });
});

describe("writing", () => {
  it("lets the other side know, once in a while, and stops on send", async () => {
    const { user, callsOf } = open();
    await user.type(await field(), "Hello there");
    expect(callsOf("Chats.Typing").map((call) => call.args)).toEqual([[2, true]]);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(callsOf("Chats.Typing").at(-1)?.args).toEqual([2, false]));
  });
});
