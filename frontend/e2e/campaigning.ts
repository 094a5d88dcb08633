/** A dozen people and a campaign for them, in the words of the screens. */
import type { Page } from "@playwright/test";
import { picture } from "./contents";
import { linkByPicture, next, openScreen, passTheFirstRun } from "./steps";
import { expect, type World } from "./world";

const number = (i: number) => `4477009004${String(i).padStart(2, "0")}`;
export const PEOPLE = Array.from({ length: 12 }, (_, i) => number(i + 1));
export const STRANGER = number(50);

/** A linked app with twelve leads from a file; some of them wrote. */
export async function begin(page: Page, world: World): Promise<void> {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  for (const [i, each] of [...PEOPLE, STRANGER].entries())
    await world.order("/phones", { number: each, pushName: `Person ${i + 1}`, behaviour: {} });
  await openScreen(page, "Leads");
  await page
    .getByRole("link", { name: "Import" })
    .or(page.getByRole("button", { name: "Import" }))
    .first()
    .click();
  const rows = ["Name,WhatsApp", ...PEOPLE.map((each, i) => `Person ${i + 1},+${each}`)];
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "fair.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) });
  await next(page);
  await page.getByRole("button", { name: "Import 12 people" }).click();
  await expect(page.getByText("12 new leads")).toBeVisible();
  for (const each of PEOPLE.slice(0, 10)) await world.say(each, "Hello");
}

export async function draft(page: Page, name: string): Promise<void> {
  await openScreen(page, "Campaigns");
  await page
    .getByRole("link", { name: /New campaign|Make the first campaign/ })
    .or(page.getByRole("button", { name: /New campaign|Make the first campaign/ }))
    .first()
    .click();
  await page.getByRole("textbox", { name: "Name of the campaign" }).fill(name);
}

/** The people of the imported file. */
export async function fromTheFile(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Files and sheets" }).click();
  await page.getByRole("checkbox", { name: /fair\.csv/ }).click();
}

export const state = (page: Page) => page.getByTestId("campaign-state");

/** Schedules a campaign for the next minute and has the app off then; ends on the list of campaigns. */
export async function missAStart(page: Page, world: World): Promise<void> {
  await draft(page, "Breakfast");
  await fromTheFile(page);
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("Good morning");
  await next(page);
  await page.getByRole("radio", { name: "By itself, at a day and time" }).click();
  const late = page.getByRole("textbox", { name: "How late it may start" });
  await late.fill("0");
  await late.blur();
  const start = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000); // time enough for what is left to do
  const wall = new Date(start.getTime() - start.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await page.getByLabel("Starts on").fill(wall);
  await next(page);
  await next(page);
  await confirmSchedule(page);
  await world.killApp();
  await page.waitForTimeout(Math.max(0, start.getTime() - Date.now()) + 1_000);
  await world.startApp();
  await page.goto(`${world.url}#/campaigns`);
  await page.reload(); // an address that differs in its end alone loads nothing
}

/** Two wordings of a message, the first with a picture, and one that follows. */
export async function writeTheMessages(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill("Hi {{first_name|there}}, come and see us!");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "hills.png", mimeType: "image/png", buffer: Buffer.from(picture(), "base64") });
  await expect(page.getByRole("button", { name: "Remove hills.png" })).toBeVisible();
  await page.getByRole("button", { name: "Compare with another wording" }).click();
  await page
    .getByRole("textbox", { name: /Message|Wording B/ })
    .last()
    .fill("{{first_name|Hello}}, our door is open.");
  await page.getByRole("button", { name: "Add a message that follows" }).click();
  await page
    .getByRole("textbox", { name: /^Message/ })
    .last()
    .fill("Shall we see you?");
}

/** Schedules the campaign in the wizard's last step. */
export async function confirmSchedule(page: Page, meanwhile?: () => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: /^Schedule for/ }).click();
  await meanwhile?.();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Schedule for/ })
    .click();
  await expect(state(page)).toHaveAttribute("data-state", "scheduled");
}
