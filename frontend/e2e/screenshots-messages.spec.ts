/** Pictures of what stands in a conversation beside plain messages, light and dark. `make screenshots` writes them. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { PDF, tone } from "./contents";
import { film, sticker } from "./moving";
import { shoot } from "./shoot";
import { linkByPicture, passTheFirstRun } from "./steps";
import { expect, OWNER, test, type World } from "./world";

test.skip(!process.env.SCREENSHOTS, "pictures are made on demand");
test.setTimeout(180_000);

const ANA = "447700900101";
const JOAO = "447700900102";
const PRIYA = "447700900103";

async function open(page: Page, world: World): Promise<void> {
  for (const phone of [ANA, JOAO, PRIYA])
    await world.order(`/phones/${phone}/behaviour`, { deliverAfter: 1 });
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await world.say(ANA, "Good morning!");
  await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
}

const message = (page: Page, text: string | RegExp) => page.getByTestId("message").filter({ hasText: text });

/** Makes the database refuse messages with this text, as a mistake of ours would. */
function poison(world: World, text: string): void {
  const trigger = `CREATE TRIGGER poison BEFORE INSERT ON messages WHEN new.text = '${text}' BEGIN SELECT RAISE(ABORT, 'poison'); END`;
  const program =
    "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
  execFileSync("python3", ["-c", program, join(world.dataFolder, "mce.db"), trigger]);
}

async function write(page: Page, text: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: /^Message to/ });
  await composer.fill(text);
  await composer.press("Enter");
  await expect(composer).toHaveValue("");
  await expect(message(page, text)).toBeVisible();
}

test("films, sounds and stickers", async ({ page, world }) => {
  await open(page, world);
  const { data, mime, thumbnail } = await film(page);
  await world.tell(ANA, {
    kind: "video",
    text: "The lake this morning",
    data,
    mime,
    thumbnail,
    width: 640,
    height: 360,
    seconds: 2,
  });
  await world.tell(ANA, { kind: "audio", data: tone(), mime: "audio/wav", seconds: 3 });
  await world.tell(ANA, {
    kind: "sticker",
    data: await sticker(page),
    mime: "image/webp",
    width: 512,
    height: 512,
  });
  await expect(page.getByRole("button", { name: "Play the video" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();
  await expect(page.getByRole("img", { name: "Sticker" })).toBeVisible();
  await expect(page.getByTestId("message").last()).toBeInViewport({ ratio: 0.9 });
  await shoot(page, "messages-media");
  await page.getByRole("button", { name: "Play the video" }).click();
  await expect(page.getByRole("dialog").locator("video")).toBeVisible();
  await shoot(page, "viewer-video");
});

test("what is not here, not readable here, or did not go out", async ({ page, world }) => {
  await open(page, world);
  await world.order("/faults", { silentPhone: true });
  await world.tell(ANA, { text: "later", unavailable: "any" });
  await world.tell(ANA, { kind: "unknown", text: "Summer fair" });
  const lost = await world.tell(ANA, {
    kind: "document",
    data: PDF,
    mime: "application/pdf",
    fileName: "Offer.pdf",
  });
  poison(world, "boom");
  await world.tell(ANA, { text: "boom" });
  await expect(message(page, /could not be read/)).toBeVisible({ timeout: 60_000 });
  await world.order("/faults", { failAckFor: { [ANA]: 463 } });
  await expect(message(page, "Waiting for this message.")).toBeVisible();
  await expect(message(page, "This cannot be shown here.")).toBeVisible();
  expect(lost).not.toBe("");
  await write(page, "Shall I put it aside for you?");
  await expect(page.getByRole("button", { name: "Send again" })).toBeVisible({ timeout: 30_000 });
  await shoot(page, "messages-trouble");
});

test("news about a conversation, and its timer", async ({ page, world }) => {
  await open(page, world);
  await world.tell(ANA, { kind: "timer", timer: 7 * 86_400 });
  await world.tell(ANA, { text: "This goes away in a week.", timer: 7 * 86_400 });
  await expect(message(page, "This goes away in a week.")).toBeVisible();
  await world.order(`/phones/${ANA}/reinstall`, {});
  await expect(page.getByText(/The security code of Ana Silva has changed/)).toBeVisible();
  await world.order(`/phones/${ANA}/number`, { number: "447700900151" });
  await world.tell("447700900151", { text: "I have a new number.", timer: 7 * 86_400 });
  await expect(page.getByText(/They write from a new number now/)).toBeVisible();
  await expect(page.getByTestId("message").last()).toBeInViewport({ ratio: 0.9 });
  await shoot(page, "messages-notices");
});

test("a time away", async ({ page, world }) => {
  await open(page, world);
  await world.say(ANA, "See you tomorrow");
  await expect(message(page, "See you tomorrow")).toBeVisible();
  await world.killApp();
  await page.waitForTimeout(65_000); // less than a minute is not worth a mark
  await world.say(ANA, "Are you there?");
  await world.say(ANA, "I wanted to ask about the blue shirts.");
  await world.startApp();
  await page.goto(world.url);
  await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
  await expect(page.getByTestId("gap")).toBeVisible();
  await shoot(page, "messages-gap");
});

test("a private conversation, and two leads that were joined", async ({ page, world }) => {
  await open(page, world);
  await page.getByRole("button", { name: "More about this conversation" }).click();
  await page.getByRole("menuitem", { name: "Private: do not store" }).click();
  await page.getByRole("button", { name: "Remove and stop storing" }).click();
  await expect(page.getByText("Nothing of this conversation is stored")).toBeVisible();
  await shoot(page, "private");
  await world.say(JOAO, "Do you still have the blue one?", "lid-only");
  await expect(page.getByTestId("chat-row")).toHaveCount(2);
  await world.say(JOAO, "It is João, from the fair.", "pn-only");
  await expect(page.getByTestId("chat-row")).toHaveCount(3);
  await world.order(`/phones/${OWNER}/mapping`, { numbers: [JOAO] });
  await world.say(JOAO, "The one in the window.");
  await expect(page.getByTestId("chat-row")).toHaveCount(2);
  await page.getByTestId("chat-row").filter({ hasText: "João" }).click();
  await expect(page.getByRole("button", { name: /^Undo:/ })).toBeVisible();
  await shoot(page, "lead-joined");
});
