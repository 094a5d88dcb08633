/** What a person does on the screens, in the words of the screens. */
import { expect, type Page } from "@playwright/test";
import type { World } from "./world";

export async function passTheFirstRun(page: Page, world: World): Promise<void> {
  await page.goto(world.url);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("checkbox", { name: /accept the risk/ }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("combobox", { name: /Country/ }).fill("United Kingdom");
  await page.getByRole("option", { name: /United Kingdom/ }).click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
}

export async function linkByPicture(page: Page, world: World): Promise<void> {
  await page.getByRole("button", { name: "Link now" }).click();
  await world.scan(page);
  await expect(page.getByText("You are ready")).toBeVisible();
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await expect(
    page.getByRole("status", { name: "State of the app" }).or(page.getByLabel("State of the app")),
  ).toContainText("Online");
}

export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name }).click();
}

export async function addTag(page: Page, label: string, tag: string): Promise<void> {
  const field = page.getByRole("combobox", { name: label });
  await field.fill(tag);
  await page.getByRole("option", { name: new RegExp(tag) }).click();
  await page.keyboard.press("Escape");
}

/** Goes on to the next step, which may be saved first: a second press meanwhile would mean the same step. */
export async function next(page: Page): Promise<void> {
  const step = page.locator("[aria-current=step]");
  const before = (await step.textContent()) ?? "";
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(step).not.toHaveText(before);
}

/** Starts the campaign in the wizard's last step, typing the number of strangers where that is asked for. */
export async function launch(page: Page, people: number): Promise<void> {
  await page.getByRole("button", { name: `Send to ${people}` }).click();
  const dialog = page.getByRole("alertdialog");
  const word = dialog.getByRole("textbox", { name: /Type the number of strangers/ });
  if (await word.isVisible())
    await word.fill(/strangers, ([\d,]+),/.exec((await dialog.textContent()) ?? "")?.[1] ?? "");
  await dialog.getByRole("button", { name: `Send to ${people}` }).click();
}
