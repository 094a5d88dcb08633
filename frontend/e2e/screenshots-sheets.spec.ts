/** Pictures of sheets in every state, for the documentation. `make screenshots` writes them; no other run does. */
import { addKey, connect, disagree, found, pasteLink, readNow, share } from "./sheeting";
import { shoot } from "./shoot";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

test.skip(!process.env.SCREENSHOTS, "pictures are made on demand");

test("pictures of sheets", async ({ page, world }) => {
  test.setTimeout(180_000);
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await openScreen(page, "Sheets");
  await shoot(page, "sheets-empty");

  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await expect(page.getByRole("region", { name: "Ways to read this sheet" })).toBeVisible();
  await shoot(page, "sheet-private");
  await addKey(page, world);
  await shoot(page, "sheet-share");

  await share(world, { link: true });
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(found(page)).toBeVisible();
  await shoot(page, "sheet-found");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page.getByTestId("preview-row").first()).toBeVisible();
  await shoot(page, "sheet-columns");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await shoot(page, "sheet-rules");
  await page.setViewportSize({ width: 820, height: 600 });
  await shoot(page, "sheet-rules-820");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Back", exact: true }).last().click();
  await page.getByRole("button", { name: "Back", exact: true }).last().click();
  await connect(page);
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  await shoot(page, "sheet");
  await page.getByRole("link", { name: "Change settings" }).click();
  await expect(page.getByTestId("preview-row").first()).toBeVisible();
  await shoot(page, "sheet-settings");
  await page.getByRole("button", { name: "Cancel" }).click();

  await world.order("/sheet/edit", { op: "rename-header", column: 2, to: "Mobile" });
  await readNow(page);
  await expect(page.getByRole("button", { name: "Choose columns" })).toBeVisible();
  await shoot(page, "sheet-needs-you");
  await openScreen(page, "Sheets");
  await shoot(page, "sheets");
});

test("pictures of cells that somebody changed", async ({ page, world }) => {
  test.setTimeout(120_000);
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await disagree(page, world);
  await shoot(page, "sheet-conflicts");
  await page.setViewportSize({ width: 820, height: 600 });
  await shoot(page, "sheet-conflicts-820");
});
