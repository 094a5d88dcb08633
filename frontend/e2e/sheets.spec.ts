/** Every way to a sheet, and what happens when somebody changes it, against the simulated Google. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  addKey,
  answerGoogle,
  chooses,
  connect,
  disagree,
  found,
  pasteLink,
  readNow,
  share,
} from "./sheeting";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

test.beforeEach(async ({ page, world }) => {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
});

test("a sheet that everybody with the link can read", async ({ page, world }) => {
  await share(world, { link: true });
  await pasteLink(page, world);
  await expect(found(page)).toContainText("Web form answers");
  await expect(page.getByText("Anyone who has this link can read it.")).toBeVisible();
  await connect(page);
  await expect(page.getByTestId("privacy-chip")).toBeVisible();
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  await world.order("/sheet/grow", { rows: 2 });
  await readNow(page);
  await expect(page.getByText(/Since it was connected: 8 new leads/)).toBeVisible();
  await openScreen(page, "Leads");
  await expect(page.getByRole("row", { name: /Amara Okafor/ })).toHaveCount(1);
});

test("a private sheet through the address it is shared with", async ({ page, world }) => {
  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await expect(page.getByRole("alert")).toContainText("This sheet is private");
  await addKey(page, world);
  const email = (await page.getByTestId("share-email").textContent()) ?? "";
  await page.getByRole("button", { name: "I have shared it" }).click();
  await expect(page.getByRole("alert")).toContainText("not shared with");
  await share(world, { with: [email] });
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await connect(page);
  await expect(page.getByRole("region", { name: "How it is read" })).toContainText(
    "Shared with MCE's address",
  );
});

test("a private sheet through signing in, after saying no first", async ({ page, world }) => {
  await share(world, {});
  await answerGoogle(world, "no");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await expect(page.getByText("You said no in the browser")).toBeVisible();
  await answerGoogle(world, "yes");
  await page.getByRole("button", { name: "Connect again" }).click();
  await connect(page);
  await expect(page.getByRole("region", { name: "How it is read" })).toContainText("Read as");
});

test("a renamed title pauses and asks, a renamed tab is taken over", async ({ page, world }) => {
  await share(world, { link: true });
  await pasteLink(page, world);
  await connect(page);
  await world.order("/sheet/edit", { op: "rename-header", column: 2, to: "Mobile" });
  await readNow(page);
  await page.getByRole("button", { name: "Choose columns" }).click();
  await expect(page.getByText("These columns are gone: “WhatsApp”")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active");
  await world.order("/sheet/edit", { op: "rename-tab", to: "Answers 2027" });
  await readNow(page);
  await page
    .getByRole("button", { name: /Use the new name|Choose another tab/ })
    .first()
    .click();
});

test("what MCE writes is written, and what somebody changed is asked about", async ({ page, world }) => {
  await disagree(page, world);
  const row = page.getByTestId("conflict-row");
  await expect(row).toContainText("called twice");
  await row.getByRole("button", { name: /^Use MCE's/ }).click();
  await expect(row).toHaveCount(0);
});

test("a file is read again when it changes, also where it has been moved", async ({ page, world }) => {
  const file = join(world.folder, "form.csv");
  const rows = ["Name,Phone", "Ann Archer,+447400123456", "Bob Brown,+447400123457"];
  writeFileSync(file, rows.join("\n"));
  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await chooses(page, file);
  await page.getByRole("button", { name: "Choose a file" }).click();
  await connect(page);
  await expect(page.getByText(/Since it was connected: 2 new leads/)).toBeVisible({ timeout: 20_000 });
  writeFileSync(file, [...rows, "Cid Clark,+447400123458"].join("\n"));
  await readNow(page);
  await expect(page.getByText(/Since it was connected: 3 new leads/)).toBeVisible();
  const moved = join(world.folder, "moved.csv");
  renameSync(file, moved);
  await readNow(page);
  const trouble = page.getByTestId("sheet-trouble");
  await expect(trouble).toContainText("no longer where it was");
  await chooses(page, moved);
  await trouble.getByRole("button", { name: "Choose a file" }).click();
  await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active");
  await expect(page.getByRole("heading", { name: /moved\.csv/ })).toBeVisible();
});

test("cells that were copied become leads once", async ({ page, world }) => {
  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Paste cells" }).click();
  await page
    .getByRole("textbox", { name: "Cells" })
    .fill("Name\tPhone\nAnn Archer\t+447400123456\nBob Brown\t+447400123457");
  await page.getByRole("button", { name: "Import these rows" }).click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(page.getByText("2 new leads")).toBeVisible();
});
