import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { putProgress } from "@/api/live";
import { Providers } from "@/app/providers";
import { MessageRow } from "@/features/chats/message-row";
import { ThreadContext } from "@/features/chats/thread-context";
import { threadRows } from "@/features/chats/thread-rows";
import { installFake } from "@/testing/fake/app";
import { everyContent, FIRST_CONTENT, SHOWCASE } from "@/testing/fake/contents";
import { busyState } from "@/testing/fake/people";
import { usePlayback } from "./playback";

const now = Date.now();

/** Every kind and state at once, outside of the virtual list, which draws only what is in view. */
function renderAll() {
  const state = busyState(now, 0);
  const messages = everyContent(state, now);
  installFake(state);
  const chat = state.chats.find((each) => each.id === SHOWCASE)!;
  const acts = {
    retry: vi.fn(),
    jumpTo: vi.fn(),
    reply: vi.fn(),
    edit: vi.fn(),
    forward: vi.fn(),
    view: vi.fn(),
  };
  const rows = threadRows(messages, { divider: { id: 0, count: 0 }, complete: true });
  const view = render(
    <Providers>
      <ThreadContext value={{ chat, ...acts }}>
        <main>
          {rows.map((row) => (
            <MessageRow key={row.key} row={row} tabbable={false} lit={false} />
          ))}
        </main>
      </ThreadContext>
    </Providers>,
  );
  const callsOf = (method: string) => state.calls.filter((call) => call.method === method);
  return { ...view, acts, messages, callsOf, user: userEvent.setup() };
}

const all = (kind: string) =>
  screen.getAllByTestId("message").filter((element) => element.dataset.kind === kind);

beforeEach(() => usePlayback.setState(usePlayback.getInitialState()));

describe("contents", () => {
  it("is accessible with every kind and state in it", async () => {
    const { container } = renderAll();
    const { violations } = await axe.run(container, {
      preload: false,
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
  });

  it("shows photos: here, away, on their way, asked for, gone, failed", async () => {
    const { user, acts, callsOf } = renderAll();
    const [ready, remote, fetching, requested, expired, failed] = all("image");
    await user.click(within(ready!).getByRole("button", { name: "Open the photo" }));
    expect(acts.view).toHaveBeenCalledWith(expect.objectContaining({ id: FIRST_CONTENT + 2 }));
    expect(within(ready!).getByText("green")).toBeInTheDocument();
    expect(within(ready!).getByRole("img", { name: /green/ })).toHaveAttribute(
      "src",
      `/media/${FIRST_CONTENT + 2}`,
    );
    expect(requested).toHaveTextContent("Your phone has been asked for it.");
    expect(expired).toHaveTextContent("Neither WhatsApp nor your phone has it any more.");
    expect(failed).toHaveTextContent("The file that came is not the one that was sent.");
    expect(within(failed!).getByRole("button", { name: "Try again" })).toBeInTheDocument();
    putProgress(FIRST_CONTENT + 4, 63);
    await waitFor(() =>
      expect(within(fetching!).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "63"),
    );
    await user.click(within(remote!).getByRole("button", { name: "Download 18.3 MB" }));
    await waitFor(() => expect(callsOf("Media.Fetch")[0]?.args).toEqual([FIRST_CONTENT + 3]));
  });

  it("keeps the room of a picture before it is there", () => {
    renderAll();
    const frames = all("image").map(
      (each) => each.querySelector<HTMLElement>("[style*=aspect-ratio]")?.style,
    );
    expect(frames.map((style) => style?.aspectRatio)).toEqual([
      "320 / 240",
      "231 / 360",
      "320 / 240",
      "320 / 240",
      "320 / 240",
      "320 / 240",
    ]);
  });

  it("shows films with their length, and plays GIFs in place", async () => {
    const { user, acts } = renderAll();
    const [film, gif] = all("video");
    expect(film).toHaveTextContent("0:42");
    await user.click(within(film!).getByRole("button", { name: "Play the video" }));
    expect(acts.view).toHaveBeenCalled();
    expect(gif).toHaveTextContent("Forwarded");
    expect(gif!.querySelector("video")).toHaveAttribute("loop");
  });

  it("plays one voice note at a time, faster and from any place, as WAV where Ogg is not played", async () => {
    const play = vi.spyOn(HTMLMediaElement.prototype, "play");
    const { user } = renderAll();
    const [first, second] = all("voice");
    expect(first).toHaveTextContent("0:23");
    await user.click(within(first!).getByRole("button", { name: "Play" }));
    expect(await within(first!).findByRole("button", { name: "Pause" })).toBeInTheDocument();
    expect((play.mock.contexts.at(-1) as HTMLAudioElement).src).toMatch(`/media/${FIRST_CONTENT + 11}/sound`);
    await user.click(within(second!).getByRole("button", { name: "Play" }));
    expect(await within(first!).findByRole("button", { name: "Play" })).toBeInTheDocument();
    await user.click(within(second!).getByRole("button", { name: /^Speed 1,/ }));
    expect(within(second!).getByRole("button", { name: /^Speed 1.5,/ })).toHaveTextContent("1.5×");
    const slider = within(second!).getByRole("slider");
    slider.focus();
    await user.keyboard("{ArrowRight}");
    expect(slider).toHaveAttribute("aria-valuetext", "0:05");
  });

  it("opens and saves documents", async () => {
    const { user, callsOf } = renderAll();
    const [paper, failed] = all("document");
    expect(paper).toHaveTextContent(/PDF · 184 kB/);
    expect(paper).toHaveTextContent("Page 3 is new");
    await user.click(within(paper!).getByRole("button", { name: "Price list 2026.pdf" }));
    await user.click(within(paper!).getByRole("button", { name: "Save Price list 2026.pdf" }));
    await waitFor(() => expect(callsOf("Media.Save")).toHaveLength(1));
    expect(callsOf("Media.Open")).toHaveLength(1);
    expect(failed).toHaveTextContent("The connection broke off.");
    expect(within(all("audio")[0]!).getByRole("button", { name: "Download 4.1 MB" })).toBeInTheDocument();
  });

  it("shows places, cards and polls", async () => {
    const { user, callsOf } = renderAll();
    const [place] = all("location");
    expect(place).toHaveTextContent("Café am Platz");
    expect(place).toHaveTextContent("52.52000, 13.40500");
    await user.click(within(place!).getByRole("button", { name: "Open in the browser" }));
    expect(callsOf("System.OpenLink")[0]?.args[0]).toMatch(/^https:.*52\.52,13\.405$/);
    const [card] = all("contact");
    await user.click(within(card!).getAllByRole("button", { name: "Write to Lena Weber" })[0]!);
    await waitFor(() => expect(window.location.hash).toMatch(/inbox\/\d+/));
    expect(callsOf("Leads.Create")[0]?.args[0]).toMatchObject({
      name: "Lena Weber",
      phone: "+49 1511 2345678",
    });
    expect(all("poll")[0]).toHaveTextContent(/When shall we meet\?.*Friday at 16.*Vote on your phone\./s);
  });

  it.each([
    ["view_once", "This can be opened once, on your phone."],
    ["unsupported", "Open it on your phone."],
    ["waiting", "Waiting for this message. It has been asked for again."],
    ["unreadable", "It has been put aside and kept."],
  ])("says what stands where %s cannot be shown", (kind, words) => {
    renderAll();
    expect(all(kind)[0]).toHaveTextContent(words);
  });

  it("says what became of a message: edited, deleted, forwarded, from where, with a timer", () => {
    renderAll();
    const text = screen.getAllByTestId("message").map((each) => each.textContent);
    expect(text.filter((each) => each.includes("This message was deleted"))).toHaveLength(1);
    expect(text.filter((each) => each.includes("You deleted this message"))).toHaveLength(1);
    expect(text.find((each) => each.includes("Was once another text"))).toContain("Edited");
    expect(text.find((each) => each.includes("Sold to many"))).toMatch(/Automation.*Forwarded many times/);
    expect(text.find((each) => each.includes("spring collection"))).toContain("Campaign");
    expect(text.filter((each) => each.includes("Sent on the phone"))).toHaveLength(1);
    expect(screen.getByRole("img", { name: "Disappears after 7 days" })).toBeInTheDocument();
    expect(screen.getByRole("alert")).toHaveTextContent("WhatsApp did not take the change of this message.");
  });

  it("tells notices and gaps in words", () => {
    renderAll();
    const notices = screen.getAllByTestId("notice").map((each) => each.textContent);
    expect(notices[0]).toContain("disappear from the phones after 7 days");
    expect(notices[1]).toContain("The security code of Priya Sharma has changed.");
    expect(notices[2]).toContain("They write from a new number now: +49 170 1234567");
    expect(notices[3]).toContain("belongs to somebody else now");
    expect(notices[4]).toContain("turned off");
    expect(screen.getByTestId("gap")).toHaveTextContent(
      /While this computer was away, .+ to .+, 3 messages arrived here\. 1 is still missing and has been asked for again\. More are still coming in\./,
    );
  });

  it("goes to what is quoted, and takes one's own reaction away", async () => {
    const { user, acts, callsOf } = renderAll();
    await user.click(screen.getByRole("button", { name: /Hello! I have a few things/ }));
    expect(acts.jumpTo).toHaveBeenCalledWith(FIRST_CONTENT + 1);
    await user.click(screen.getByRole("button", { name: "❤️ by You" }));
    await waitFor(() => expect(callsOf("Chats.React")[0]?.args[1]).toBe(""));
    expect(screen.getByRole("button", { name: "🙏 by Priya Sharma" })).toBeDisabled();
  });
});
