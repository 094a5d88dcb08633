/** What the phone remembers from before the link comes in, in order and once, and says how far it is. */
import type { Locator, Page } from "@playwright/test";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, OWNER, test, type World } from "./world";

const ANA = "447700900101";
const JOAO = "447700900102";
const HOUR = 3_600_000;

/** Numbered messages with one person, from old to new, the newest so many hours ago. */
async function remember(world: World, phone: string, name: string, count: number, ago: number) {
  await world.order(`/phones/${OWNER}/past`, {
    with: phone,
    past: Array.from({ length: count }, (_, i) => ({
      fromMe: i % 2 === 1,
      read: true,
      time: new Date(Date.now() - (ago + count - 1 - i) * HOUR).toISOString(),
      content: { text: `${name} ${i + 1}.` },
    })),
  });
}

const inOrder = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => new RegExp(`${name} ${i + 1}\\.`));

async function expectThread(page: Page, row: Locator, name: string, count: number): Promise<void> {
  await row.click();
  await expect(page.getByTestId("message")).toHaveText(inOrder(name, count));
}

test("history comes in with its progress, in order, and once", async ({ page, world }) => {
  test.setTimeout(120_000);
  const rows = page.getByTestId("chat-row");
  await remember(world, ANA, "Shirt", 3, 1);
  await remember(world, JOAO, "Order", 12, 30);
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await world.order("/faults", { slowMedia: 250 });

  await test.step("the window says how far it is", async () => {
    await expect(page.getByTestId("link-state")).toContainText("Waiting for the history from your phone");
    await world.order(`/phones/${OWNER}/history`, { chunkMessages: 4, withMappings: true });
    await expect(page.getByTestId("link-state")).toContainText(/Taking in the history: \d+ %/);
    await openScreen(page, "Settings");
    await expect(page.getByRole("progressbar", { name: "Taking in older conversations" })).toBeVisible();
    await world.order("/faults", { slowMedia: 0 });
    await expect(page.getByText("Older conversations are here: 2 chats, 15 messages.")).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByTestId("link-state")).not.toContainText("history");
  });

  await test.step("the latest conversation is on top, and each is in order", async () => {
    await openScreen(page, "Inbox");
    await expect(rows).toHaveText([/Ana Silva.*Shirt 3/, /João Gonçalves.*Order 12/]);
    await expectThread(page, rows.nth(1), "Order", 12);
    await expectThread(page, rows.nth(0), "Shirt", 3);
  });

  await test.step("killed and given the same again, it is there once", async () => {
    await world.killApp();
    await world.startApp();
    await page.goto(world.url);
    await expect(page.getByTestId("link-state")).toContainText("Online");
    const receipts = async () =>
      (await world.order<{ number: string; historyReceipts: number }[]>("/phones")).find(
        (phone) => phone.number === OWNER,
      )?.historyReceipts ?? 0;
    const before = await receipts();
    await world.order(`/phones/${OWNER}/history`, { chunkMessages: 6, pn: true });
    await expect.poll(receipts).toBeGreaterThan(before);
    await world.say(ANA, "Shirt 4.");
    await expect(rows).toHaveText([/Ana Silva.*Shirt 4\./, /João Gonçalves.*Order 12/]);
    await expectThread(page, rows.nth(1), "Order", 12);
    await expectThread(page, rows.nth(0), "Shirt", 4);
  });
});

test("killed while history comes in, it goes on where it was", async ({ page, world }) => {
  test.setTimeout(120_000);
  const rows = page.getByTestId("chat-row");
  await remember(world, JOAO, "Order", 12, 30);
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await world.order("/faults", { slowMedia: 200 });
  await world.order(`/phones/${OWNER}/history`, { chunkMessages: 4 });
  await expect(rows).toHaveText([/Order 12/]);
  await world.killApp();
  await world.order("/faults", { slowMedia: 0 });
  await world.startApp();
  await page.goto(world.url);
  await expectThread(page, rows.first(), "Order", 12);
});
