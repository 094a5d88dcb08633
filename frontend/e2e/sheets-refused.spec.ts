/** What Google and people refuse, in the sentences of the window, and how it goes on. */
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

test("each refusal while connecting has its sentence", async ({ page, world }) => {
  test.setTimeout(150_000);
  const refused = async (says: RegExp) => {
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText(says, { timeout: 30_000 });
  };
  const fails = (fault: string, times: number) => world.order("/sheet/fail", { fault, times });

  await world.order("/sheet/share", { with: ["somebody@example.com"] });
  await world.order("/sheet/link-shared", { on: true, downloadOff: true });
  await pasteLink(page, world);
  await refused(/lets nobody download it/);
  await world.order("/sheet/link-shared", { on: true });
  await fails("download: never ends", -1);
  await refused(/too large to be read/);
  await fails("download: never ends", 0);

  await share(world, { with: ["somebody@example.com"] });
  await refused(/is private/);
  await addKey(page, world);
  const email = (await page.getByTestId("share-email").textContent()) ?? "";
  await share(world, { with: [email] });
  for (const [fault, says] of [
    ["400, an Excel file", /Excel file in Google Drive/],
    ["429", /asks for a pause/],
    ["503", /cannot be reached right now/],
  ] as const) {
    await fails(fault, -1);
    await refused(says);
    await fails(fault, 0);
  }
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await expect(found(page)).toContainText("Web form answers");
});

test("a sign-in that nobody finishes can be given up", async ({ page, world }) => {
  await share(world, {});
  await answerGoogle(world, "never");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await expect(page.getByText("Finish in your browser")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Finish in your browser")).toBeHidden();
  await answerGoogle(world, "yes");
  await page.getByRole("button", { name: "Connect Google" }).click();
  await expect(found(page)).toContainText("Web form answers");
});

test("a sign-in that nobody finishes ends by itself", async ({ page, world }) => {
  await world.changeGoogle({ SignInTimeout: 5_000_000_000 });
  await page.goto(world.url);
  await share(world, {});
  await answerGoogle(world, "never");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await expect(page.getByText("Finish in your browser")).toBeVisible();
  await expect(page.getByText("Nobody finished signing in.")).toBeVisible();
  await answerGoogle(world, "yes");
  await page.getByRole("button", { name: "Connect again" }).click();
  await expect(found(page)).toContainText("Web form answers");
});

test("a copy of the app without a Google client takes one's own", async ({ page, world }) => {
  await share(world, {});
  await answerGoogle(world, "yes");
  await pasteLink(page, world);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await connect(page);
  const { ClientID, ClientSecret } = await world.changeGoogle({ ClientID: "", ClientSecret: "" });
  await page.goto(world.url);
  await openScreen(page, "Sheets");
  await page.getByRole("link", { name: "Web form answers" }).click();
  const trouble = page.getByTestId("sheet-trouble");
  await expect(trouble).toContainText("This copy of MCE brings no Google sign-in.", { timeout: 20_000 });
  await trouble.getByRole("button", { name: "Add a client id" }).click();
  await page.getByRole("textbox", { name: "Client id" }).fill(String(ClientID));
  await page.getByLabel("Client secret").fill(String(ClientSecret));
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active");
});

test("what may only be read is read, and says why nothing is written", async ({ page, world }) => {
  await write(world, 0, 5, "Where we are");
  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world);
  await addKey(page, world);
  const email = (await page.getByTestId("share-email").textContent()) ?? "";
  await world.order("/sheet/share", { with: [email] });
  await page.getByRole("button", { name: "I have shared it" }).click();
  await connect(page, () => writeBack(page, "Stage", "Where we are"));
  await expect(page.getByText(/Since it was connected: 6 new leads/)).toBeVisible({ timeout: 20_000 });
  const trouble = page.getByTestId("sheet-trouble");
  await expect(trouble).toContainText("may only read this sheet", { timeout: 20_000 });
  await share(world, { with: [email] });
  await trouble.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("sheet-state")).toHaveAttribute("data-state", "active");
  const { cells } = await world.order<{ cells: string[][] }>("/sheet/cells");
  expect(cells[1]?.[5]).toBe("New");
});
