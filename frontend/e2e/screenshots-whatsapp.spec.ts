/** Pictures of every state of the link and of every kind of message, light and dark. `make screenshots` writes them. */
import type { Page } from "@playwright/test";
import { PDF, picture, voice, WAVEFORM } from "./contents";
import { shoot } from "./shoot";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, OWNER, test, type World } from "./world";

test.skip(!process.env.SCREENSHOTS, "pictures are made on demand");

const ANA = "447700900101";
const state = (page: Page) => page.getByLabel("State of the app");

async function linked(page: Page, world: World): Promise<void> {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await openScreen(page, "Settings");
}

test("nothing linked, and on the way", async ({ page, world }) => {
  test.setTimeout(120_000);
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Later" }).click();
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await shoot(page, "inbox-not-linked");
  await openScreen(page, "Settings");
  await shoot(page, "state-not-linked");
  await world.order("/faults", { holdLogins: true });
  await page.getByRole("main").getByRole("button", { name: "Link WhatsApp" }).click();
  await world.beginScan(page);
  await expect(state(page)).toContainText("Connecting");
  await shoot(page, "state-connecting");
});

test("the history that comes in", async ({ page, world }) => {
  for (const [i, number] of ["447700900101", "447700900102", "447700900103", "447700900105"].entries())
    await world.order(`/phones/${OWNER}/past`, {
      with: number,
      past: Array.from({ length: 30 }, (_, n) => ({
        fromMe: n % 3 === 1,
        read: true,
        time: new Date(Date.now() - (i * 40 + 31 - n) * 3_600_000).toISOString(),
        content: { text: n % 3 === 1 ? "Yes, until six." : "Are you open on Saturday?" },
      })),
    });
  await linked(page, world);
  await world.order("/faults", { slowMedia: 400 });
  await world.order(`/phones/${OWNER}/history`, { chunkMessages: 20 });
  await expect(page.getByText(/chats, [2-9]\d messages/)).toBeVisible({ timeout: 30_000 });
  await shoot(page, "link-history");
});

test("linking by code and with a passkey", async ({ page, world }) => {
  test.setTimeout(120_000);
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await page.getByRole("tab", { name: "Phone number" }).click();
  await page.getByRole("textbox", { name: "Number of your WhatsApp" }).fill("07700 900100");
  await page.getByRole("button", { name: "Get the code" }).click();
  await expect(page.getByTestId("pairing-code")).toBeVisible();
  await shoot(page, "link-code");
  await world.order(`/phones/${OWNER}/passkey`, { required: true, ask: false });
  await page.getByRole("tab", { name: "QR code" }).click();
  await world.beginScan(page);
  await expect(page.getByText("Use the passkey of your WhatsApp")).toBeVisible();
  await shoot(page, "link-passkey");
  const snippet = await page.getByTestId("passkey-snippet").inputValue();
  const options = /const o = (\{.*\});/.exec(snippet)?.[1];
  const { assertion } = await world.order<{ assertion: string }>(`/phones/${OWNER}/assert`, { options });
  await page.getByRole("textbox", { name: "What the browser printed" }).fill(assertion);
  await page.getByRole("button", { name: "Check and go on" }).click();
  await expect(page.getByTestId("passkey-code")).toBeVisible();
  await shoot(page, "link-passkey-code");
});

test("states that end by themselves or by a click", async ({ page, world }) => {
  test.setTimeout(180_000);
  await linked(page, world);
  await shoot(page, "state-online");
  await world.order(`/phones/${OWNER}/timelock`, {
    active: true,
    until: new Date(Date.now() + 20 * 3600_000).toISOString(),
  });
  await expect(page.getByText(/New chats are closed until/).first()).toBeVisible();
  await shoot(page, "state-restricted");
  await world.order(`/phones/${OWNER}/timelock`, { active: false });
  await world.order("/faults", { refuseLogin: { reason: 503, n: 50 }, dropConnections: true });
  await expect(state(page)).not.toContainText("Online");
  await page.waitForTimeout(4000);
  await shoot(page, "state-offline");
  await world.order("/faults", { clear: true });
  await expect(state(page)).toContainText("Online", { timeout: 60_000 });
  await world.order("/faults", { expireCertificate: true, dropConnections: true });
  await expect(state(page)).toContainText(/clock/i, { timeout: 20_000 });
  await shoot(page, "state-clock");
  await world.order("/faults", { clear: true });
  await expect(state(page)).toContainText("Online", { timeout: 60_000 });
  const [device] = await world.order<{ id: number }[]>(`/phones/${OWNER}/devices`);
  await world.order("/faults", { streamError: { number: OWNER, device: device?.id, conflict: "replaced" } });
  await expect(state(page)).toContainText(/another|elsewhere/i, { timeout: 20_000 });
  await shoot(page, "state-replaced");
});

for (const [name, order] of [
  [
    "banned",
    { refuseLogin: { reason: 402, attrs: { code: "101", expire: "90000" }, n: 1 }, dropConnections: true },
  ],
  ["outdated", { refuseLogin: { reason: 405, n: 9 }, dropConnections: true }],
  ["failed", { refuseLogin: { reason: 418, n: 9 }, dropConnections: true }],
] as const) {
  test(`a link that is ${name}`, async ({ page, world }) => {
    await linked(page, world);
    await world.order("/faults", order);
    await expect(state(page)).not.toContainText(/Online|Connecting|Offline/, { timeout: 20_000 });
    await shoot(page, `state-${name}`);
  });
}

test("a link that was removed, and another number", async ({ page, world }) => {
  test.setTimeout(120_000);
  await linked(page, world);
  await world.order(`/phones/${OWNER}/unlink`, { device: 0 });
  await expect(page.getByRole("button", { name: "Link again" }).first()).toBeVisible();
  await shoot(page, "state-logged-out");
  await page.getByRole("button", { name: "Link again" }).last().click();
  await world.beginScan(page, ANA);
  await expect(page.getByText("Link another number?")).toBeVisible();
  await shoot(page, "link-number");
});

test("every kind of message", async ({ page, world }) => {
  test.setTimeout(120_000);
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  const tell = (content: Record<string, unknown>) => world.tell(ANA, content);
  const hello = await tell({ text: "Good morning! Here is what I saw at the fair:" });
  await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
  await tell({
    kind: "image",
    text: "These hills",
    data: picture(),
    mime: "image/png",
    width: 640,
    height: 420,
  });
  await tell({
    kind: "voice",
    data: voice(),
    mime: "audio/ogg; codecs=opus",
    seconds: 2,
    waveform: WAVEFORM,
  });
  await tell({ kind: "document", data: PDF, mime: "application/pdf", fileName: "Price list.pdf" });
  const composer = page.getByRole("textbox", { name: /Message to Ana Silva/ });
  await page.getByTestId("message").filter({ hasText: "Good morning!" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Reply", exact: true }).click();
  await composer.fill("Lovely. How many do you need?");
  await composer.press("Enter");
  await expect.poll(async () => (await world.received(ANA)).length).toBe(1);
  const [mine] = await world.received(ANA);
  await tell({ kind: "reaction", text: "👍", target: mine?.id, targetFromMe: false });
  await expect(page.getByTestId("message").last()).toContainText("👍");
  await shoot(page, "content");
  await page.getByRole("button", { name: "Open the photo" }).click();
  await expect(page.getByRole("dialog").getByRole("img").first()).toBeVisible();
  await shoot(page, "viewer");
  await page.keyboard.press("Escape");
  await tell({
    kind: "location",
    latitude: 51.5007,
    longitude: -0.1246,
    placeName: "The shop",
    placeAddress: "Bridge Street 1",
  });
  await tell({ kind: "contact", cards: [{ name: "Rita Supplier", numbers: ["+447700900177"] }] });
  await tell({ kind: "poll", text: "Which colour?", options: ["Blue", "Green"] });
  await tell({ kind: "view_once", data: picture(40, 40), mime: "image/png" });
  const gone = await tell({ text: "Wrong chat" });
  await tell({ kind: "delete", target: gone });
  await tell({ text: "Twelve, please. As said above.", reply: hello, forwarded: 1 });
  await expect(page.getByTestId("message").filter({ hasText: "Twelve, please." })).toBeInViewport({
    ratio: 0.9,
  });
  await shoot(page, "content-more");
  await page.setViewportSize({ width: 820, height: 600 });
  await expect(page.getByTestId("message").filter({ hasText: "Twelve, please." })).toBeInViewport({
    ratio: 0.9,
  });
  await shoot(page, "content-820");
});
