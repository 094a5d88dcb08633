/** Every way to a sheet, and what happens when somebody changes it, against the simulated Google. */
import {
  addKey,
  answerGoogle,
  connect,
  found,
  pasteLink,
  readNow,
  share,
  write,
  writeBack,
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

test("links that lead nowhere have their sentences", async ({ page, world }) => {
  await pasteLink(page, world, "https://example.com/sheet");
  await expect(page.getByRole("alert")).toContainText("This is not a link to a Google Sheet.");
  await pasteLink(
    page,
    world,
    "https://docs.google.com/spreadsheets/d/nobody-has-this-sheet-000000000001/edit",
  );
  await expect(page.getByRole("alert").getByRole("button", { name: "Try again" })).toBeVisible();
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
  await share(world, {});
  await answerGoogle(world, "yes");
  await write(world, 0, 5, "Where we are");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await connect(page, () => writeBack(page, "Stage", "Where we are"));
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
  const row = page.getByTestId("conflict-row");
  await expect(row).toContainText("called twice");
  await row.getByRole("button", { name: /^Use MCE's/ }).click();
  await expect(row).toHaveCount(0);
});

test("what Google refuses has its sentence, and goes on when it is mended", async ({ page, world }) => {
  test.setTimeout(150_000);
  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await addKey(page, world);
  const email = (await page.getByTestId("share-email").textContent()) ?? "";
  await share(world, { with: [email] });
  await page.getByRole("button", { name: "I have shared it" }).click();
  await connect(page);
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  const refusals: [spoil: () => Promise<unknown>, mend: () => Promise<unknown>, says: RegExp][] = [
    [
      () => world.order("/sheet/fail", { fault: "403, API switched off", times: -1 }),
      () => world.order("/sheet/fail", { fault: "403, API switched off", times: 0 }),
      /does not allow the Sheets API/,
    ],
    [
      () => world.order("/sheet/outage", { as: "refused" }),
      () => world.order("/sheet/outage", { as: "" }),
      /computer is offline/,
    ],
    [
      () => share(world, { with: ["somebody@example.com"] }),
      () => share(world, { with: [email] }),
      /not shared with/,
    ],
    [
      () => world.order("/sheet/trash", { on: true }),
      () => world.order("/sheet/trash", { on: false }),
      /no such sheet any more/,
    ],
  ];
  const trouble = page.getByTestId("sheet-trouble");
  for (const [index, [spoil, mend, says]] of refusals.entries()) {
    await world.order("/sheet/grow", { rows: 1 });
    await spoil();
    await readNow(page);
    await expect(trouble).toContainText(says, { timeout: 20_000 });
    await mend();
    await trouble.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active", {
      timeout: 20_000,
    });
    await expect(page.getByText(new RegExp(`Since it was connected: ${7 + index} new leads`))).toBeVisible({
      timeout: 20_000,
    });
  }
});

test("access that is taken back is asked for again", async ({ page, world }) => {
  await share(world, {});
  await answerGoogle(world, "yes");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await connect(page);
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  await world.order("/sheet/grow", { rows: 1 });
  await world.order("/sheet/revoke", {});
  await readNow(page);
  const trouble = page.getByTestId("sheet-trouble");
  await expect(trouble).toContainText("the access was taken back", { timeout: 20_000 });
  await trouble.getByRole("button", { name: "Connect again" }).click();
  await expect(page.getByText(/Since it was connected: 7 new leads/)).toBeVisible({ timeout: 40_000 });
});
