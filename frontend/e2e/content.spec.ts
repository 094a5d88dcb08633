/** Every kind of content both ways: from a simulated phone to the window and the disk, and from the window to the phone. */
import type { Locator, Page } from "@playwright/test";
import { PDF, picture, voice, WAVEFORM } from "./contents";
import { linkByPicture, passTheFirstRun } from "./steps";
import { expect, test, type World } from "./world";

const ANA = "447700900101";

async function open(page: Page, world: World): Promise<Locator> {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await world.say(ANA, "Hello");
  await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
  return page.getByRole("textbox", { name: /Message to Ana Silva/ });
}

/** Lays the pointer on a message and chooses from its menu. */
async function choose(page: Page, message: Locator, item: string): Promise<void> {
  await message.click({ button: "right" });
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

const last = async (world: World) => (await world.received(ANA)).at(-1);

test("a phone sends every kind, and the window shows it", async ({ page, world }) => {
  test.setTimeout(120_000);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, world);
  const message = (text: string | RegExp) => page.getByTestId("message").filter({ hasText: text });

  await test.step("a photo arrives, is stored, and opens large", async () => {
    await world.tell(ANA, {
      kind: "image",
      text: "From the fair",
      data: picture(),
      mime: "image/png",
      width: 640,
      height: 420,
    });
    const photo = message("From the fair").getByRole("button", { name: "Open the photo" });
    await photo.click();
    await expect(page.getByRole("dialog").getByRole("img").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("a spoken note plays", async () => {
    await world.tell(ANA, {
      kind: "voice",
      data: voice(),
      mime: "audio/ogg; codecs=opus",
      seconds: 1,
      waveform: WAVEFORM,
    });
    const play = page.getByRole("button", { name: "Play", exact: true });
    await expect(play).toBeEnabled();
    await play.click();
    await expect(page.getByRole("button", { name: /^(Play|Pause)$/ })).toBeVisible();
    await expect(page.getByText("This sound cannot be played here")).toHaveCount(0);
  });

  await test.step("a document, a place, a person and a poll have their own forms", async () => {
    await world.tell(ANA, {
      kind: "document",
      data: PDF,
      mime: "application/pdf",
      fileName: "../../Price list.pdf",
    });
    await expect(page.getByRole("button", { name: /^[^/]*Price list\.pdf$/ }).first()).toBeVisible();
    await world.tell(ANA, { kind: "location", latitude: 51.5007, longitude: -0.1246, placeName: "The shop" });
    await world.tell(ANA, {
      kind: "contact",
      cards: [{ name: "Rita Supplier", numbers: ["+447700900177"] }],
    });
    await world.tell(ANA, { kind: "poll", text: "Which colour?", options: ["Blue", "Green"] });
    await world.tell(ANA, { text: "Tell me soon." });
    await expect(message("The shop")).toBeAttached();
    await expect(message("Rita Supplier")).toBeAttached();
    await expect(message("Which colour?")).toContainText("Green");
    await expect(message("Tell me soon."), "the end is followed").toBeInViewport({ ratio: 0.9 });
  });

  await test.step("what cannot be shown says so", async () => {
    await world.tell(ANA, { kind: "view_once", data: picture(40, 40), mime: "image/png" });
    await expect(message("This can be opened once, on your phone.")).toBeVisible();
    await world.tell(ANA, { kind: "unknown" });
    await expect(message("This cannot be shown here. Open it on your phone.")).toBeVisible();
    await expect(message("This cannot be shown here."), "the end is followed").toBeInViewport({ ratio: 0.9 });
  });

  await test.step("a reaction, a change and a deletion reach their message", async () => {
    const id = await world.tell(ANA, { text: "Ten shirts" });
    await world.tell(ANA, { kind: "edit", target: id, text: "Twelve shirts" });
    await expect(message("Twelve shirts")).toContainText("Edited");
    const other = await world.tell(ANA, { text: "Wrong chat" });
    await expect(message("Wrong chat")).toBeVisible();
    await world.tell(ANA, { kind: "delete", target: other });
    await expect(message("This message was deleted")).toBeVisible();
    await expect(message("Wrong chat")).toHaveCount(0);
  });
});

test("the window sends, answers, reacts, changes and deletes, also after a kill", async ({ page, world }) => {
  test.setTimeout(120_000);
  const composer = await open(page, world);
  const message = (text: string | RegExp) => page.getByTestId("message").filter({ hasText: text }).last();

  await test.step("a photo with words", async () => {
    await page.getByRole("button", { name: "Attach" }).click();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("menuitem", { name: "Photos and videos" }).click();
    await (await chooser).setFiles({
      name: "hills.png",
      mimeType: "image/png",
      buffer: Buffer.from(picture(), "base64"),
    });
    await page.getByRole("textbox", { name: /Caption for/ }).fill("Our new shirts");
    await page.getByRole("button", { name: "Send", exact: true }).last().click();
    await expect.poll(() => last(world)).toMatchObject({ kind: "image", text: "Our new shirts" });
  });

  await test.step("an answer that quotes", async () => {
    await choose(page, message("Hello"), "Reply");
    await composer.fill("Good morning");
    await composer.press("Enter");
    await expect
      .poll(() => last(world))
      .toMatchObject({ text: "Good morning", reply: expect.stringMatching(/./) });
  });

  await test.step("a change, and a deletion for everyone", async () => {
    await choose(page, message("Good morning"), "Edit");
    const field = page.getByRole("textbox", { name: "Change the message" });
    await field.fill("Good afternoon");
    await field.press("Enter");
    await expect.poll(() => last(world)).toMatchObject({ text: "Good afternoon", edited: true });
    await choose(page, message("Good afternoon"), "Delete for everyone");
    await page
      .getByRole("alertdialog")
      .or(page.getByRole("dialog"))
      .getByRole("button", { name: "Delete for everyone" })
      .click();
    await expect(message("You deleted this message")).toBeVisible();
  });

  await test.step("all of it is there after a kill", async () => {
    await world.killApp();
    await world.startApp();
    await page.goto(world.url);
    await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
    const photo = page.getByTestId("message").filter({ hasText: "Our new shirts" }).first(); // Ana may have quoted it
    await expect(photo.getByRole("button", { name: "Open the photo" })).toBeVisible();
    await expect(message("You deleted this message")).toBeVisible();
    expect((await world.received(ANA)).every((one) => one.deliveries <= 1)).toBe(true);
  });

  await test.step("made private, nothing of it is kept", async () => {
    await page.getByRole("button", { name: "More about this conversation" }).click();
    await page.getByRole("menuitem", { name: "Private: do not store" }).click();
    await page.getByRole("button", { name: "Remove and stop storing" }).click();
    await expect(page.getByText("Nothing of this conversation is stored")).toBeVisible();
    await world.say(ANA, "between us");
    await expect(page.getByText("between us")).toHaveCount(0);
  });
});

test("linking by the code that is typed on the phone", async ({ page, world }) => {
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await page
    .getByRole("tab", { name: "Phone number" })
    .or(page.getByRole("radio", { name: "Phone number" }))
    .click();
  await page.getByRole("textbox", { name: "Number of your WhatsApp" }).fill("not a number");
  await page.getByRole("button", { name: "Get the code" }).click();
  await expect(page.getByText(/This is not a phone number/)).toBeVisible();
  await page.getByRole("textbox", { name: "Number of your WhatsApp" }).fill("07700 900100");
  await page.getByRole("button", { name: "Get the code" }).click();
  const code = page.getByTestId("pairing-code");
  await expect(code).toHaveText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  await world.typeCode((await code.textContent()) ?? "");
  await expect(page.getByText("You are ready")).toBeVisible();
});
