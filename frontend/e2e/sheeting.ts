/** Connecting sheets, in the words of the screens, and what people do to them, in the words of the simulators. */
import type { Page } from "@playwright/test";
import { openScreen } from "./steps";
import { expect, type World } from "./world";

/** Who may read the simulated sheet: everybody with the link, else those who are named; who signs in, when nobody is. */
export async function share(world: World, sharing: { link?: boolean; with?: string[] }): Promise<void> {
  await world.order("/sheet/link-shared", { on: sharing.link ?? false });
  await world.order("/sheet/share", { with: sharing.with ?? [], write: true });
}

/** What the person in Google's page does: signs in and picks, says no, or closes the browser. */
export const answerGoogle = (world: World, reply: "yes" | "no" | "never") =>
  world.order("/sheet/person", { reply });

/** A person writes into a cell. Rows and columns count from 0. */
export const write = (world: World, row: number, column: number, to: string) =>
  world.order("/sheet/edit", { op: "set", row, column, to });

export const found = (page: Page) => page.getByTestId("found-sheet");

/** Opens the connect page and pastes the link of the simulated sheet, or another one. */
export async function pasteLink(page: Page, world: World, link?: string): Promise<void> {
  await openScreen(page, "Sheets");
  await page
    .getByRole("button", { name: "Connect a sheet" })
    .or(page.getByRole("link", { name: "Connect the first sheet" }))
    .first()
    .click();
  await page
    .getByRole("textbox", { name: "Paste your Google Sheets link" })
    .fill(link ?? (await world.sheet()).link);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

/** Gives the app the key file of the simulated service account, whose address sheets are shared with, or another file. */
export async function addKey(page: Page, world: World, key?: string): Promise<void> {
  const way = page.getByRole("region", { name: "Share with an address of your own" });
  const begin = way.getByRole("button", { name: "Set it up" });
  const file = way.locator("input[type=file]");
  await expect(begin.or(file).first()).toBeAttached();
  if (await begin.isVisible()) await begin.click();
  const buffer = Buffer.from(key ?? (await world.sheet()).serviceAccount);
  await file.setInputFiles({ name: "key.json", mimeType: "application/json", buffer });
  if (key === undefined)
    await expect(page.getByTestId("share-email")).toContainText("iam.gserviceaccount.com");
}

/** From the found sheet to the button that connects it; `choose` changes what is chosen on the last step. */
export async function connect(page: Page, choose?: () => Promise<void>): Promise<void> {
  await expect(found(page)).toBeVisible();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByTestId("preview-row").first()).toBeVisible();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await choose?.();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active");
}

/** Lets MCE write a field into a column. */
export async function writeBack(page: Page, field: string, column: string): Promise<void> {
  const on = page.getByRole("switch", { name: "Write back into the sheet" });
  if (!(await on.isChecked())) await on.click();
  await page.getByRole("combobox", { name: `Column for ${field}` }).click();
  await page.getByRole("option", { name: column, exact: true }).click();
}

export const readNow = (page: Page) => page.getByRole("button", { name: "Read now" }).first().click();

/** Connects the simulated sheet with a column that MCE fills, where a person then writes something else into a cell. */
export async function disagree(page: Page, world: World): Promise<void> {
  await share(world, {});
  await answerGoogle(world, "yes");
  await write(world, 0, 5, "Stage");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await connect(page, () => writeBack(page, "Stage", "Stage (read now)"));
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  await readNow(page);
  await write(world, 1, 5, "called twice");
  await openScreen(page, "Leads");
  await page.getByRole("link", { name: /Amara Okafor/ }).click();
  await page.getByTestId("lead-panel").getByRole("combobox", { name: "Stage" }).click();
  await page.getByRole("option", { name: "Won" }).click();
  await openScreen(page, "Sheets");
  await page.getByRole("link", { name: "Web form answers" }).click();
  await readNow(page);
}

/** Answers the system's dialog for a file, which no browser test can: what comes after it is real. */
export async function chooses(page: Page, path: string): Promise<void> {
  await page.evaluate((chosen) => {
    const { Sheets } = (window as unknown as { go: { app: { Sheets: Record<string, unknown> } } }).go.app;
    const inspect = Sheets.InspectFile as (path: string) => unknown;
    Sheets.ChooseFile = () => inspect(chosen);
  }, path);
}
