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
