/** Who wants no campaigns: by hand, by their own word, confirmed once, and back again. */
import type { Page } from "@playwright/test";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

const ANA = "447700900101";
const CONFIRMATION = "You will get no more campaign messages from us. Write START to get them again.";

const optedOut = (page: Page) => page.getByRole("region", { name: "Opted out" });
const entry = (page: Page, name: string) =>
  optedOut(page).getByTestId("optout-row").filter({ hasText: name });

test("people are opted out by hand and by a STOP, which is confirmed once", async ({ page, world }) => {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await openScreen(page, "Settings");

  await test.step("by hand, a number that is no lead", async () => {
    await optedOut(page).getByRole("button", { name: "Opt somebody out" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Phone number" }).fill("12");
    await dialog.getByRole("button", { name: "Opt out" }).click();
    await expect(dialog.getByText("The number is too short")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Phone number" }).fill("07700 900199");
    await dialog.getByRole("textbox", { name: "Reason (optional)" }).fill("asked in the shop");
    await dialog.getByRole("button", { name: "Opt out" }).click();
    await expect(optedOut(page).getByText(/And 1 person who is not in your leads/)).toBeVisible();
    await optedOut(page).getByRole("searchbox").fill("+44 7700 900199");
    await expect(entry(page, "Not in your leads")).toContainText("By hand: asked in the shop");
    await entry(page, "Not in your leads")
      .getByRole("button", { name: /back in/ })
      .click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Let back in" }).click();
    await expect(optedOut(page).getByText("Nobody of that name or number has opted out.")).toBeVisible();
    await optedOut(page).getByRole("searchbox").fill("");
    await expect(optedOut(page).getByText("Nobody has opted out.")).toBeVisible();
  });

  await test.step("by a STOP, which the phone sees confirmed once, also when the app is killed", async () => {
    await world.say(ANA, "Stop!");
    await expect(entry(page, "Ana Silva")).toContainText("Wrote “Stop!”");
    const texts = async () => (await world.received(ANA)).map((message) => message.text);
    await expect.poll(texts).toEqual([CONFIRMATION]);
    await world.killApp();
    await world.say(ANA, "STOP");
    await world.startApp();
    await page.goto(world.url);
    await openScreen(page, "Inbox");
    await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
    await expect(page.getByTestId("message").filter({ hasText: /^STOP/ })).toBeVisible();
    await expect(page.getByTestId("message").filter({ hasText: CONFIRMATION })).toContainText("Automation");
    await page.waitForTimeout(500);
    expect(await texts()).toEqual([CONFIRMATION]);
  });

  await test.step("back by hand, out by hand, back by a START", async () => {
    await openScreen(page, "Settings");
    await entry(page, "Ana Silva").getByRole("button", { name: "Let Ana Silva back in" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Let back in" }).click();
    await expect(entry(page, "Ana Silva")).toContainText("Back since");
    await entry(page, "Ana Silva").getByRole("link", { name: "Ana Silva" }).click();
    const panel = page.getByTestId("lead-panel");
    await panel.getByRole("button", { name: "Opt out of campaigns" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Opt out of campaigns" }).click();
    await expect(panel.getByText("You took them out of campaigns")).toBeVisible();
    await world.say(ANA, "start");
    await expect(panel.getByText("Wants to get campaigns again")).toBeVisible();
    await expect(panel.getByRole("button", { name: "Opt out of campaigns" })).toBeVisible();
    expect(await world.received(ANA)).toHaveLength(1);
  });
});
