/** What goes wrong in real life: hostile content, wrong files, no connection, a damaged database, closing in the middle. */
import { addKey, found, pasteLink, share } from "./sheeting";
import { addTag, launch, linkByPicture, next, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

const ANA = "447700900101";

test.beforeEach(async ({ page, world }) => {
  await passTheFirstRun(page, world);
});

test("hostile names and messages stay text, and nothing is fetched", async ({ page, world }) => {
  const outside: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(world.url) && !/^(data|blob|ws):/.test(request.url()))
      outside.push(request.url());
  });
  await page.exposeFunction("pwned", () => outside.push("script ran"));
  const hostile = [
    `<img src=x onerror="pwned()">`,
    `<script>pwned()</script>`,
    `"><svg onload=pwned()>`,
    `javascript:pwned()`,
    `https://evil.example/?<script>pwned()</script>`,
    `[link](javascript:pwned())`,
    `\u202Egnp.exe`,
  ];
  await world.order("/phones", { number: "447700900199", pushName: `<img src=x onerror="pwned()">` });
  await linkByPicture(page, world);
  for (const text of hostile) await world.say("447700900199", text);
  const row = page.getByTestId("chat-row");
  await expect(row).toContainText(`${hostile.length} unread`);
  await expect(row).toContainText("<img src=x onerror=");
  await row.click();
  for (const text of hostile.slice(0, 4))
    await expect(page.getByTestId("message").filter({ hasText: text }).first()).toBeVisible();
  await openScreen(page, "Leads");
  await expect(page.getByRole("row", { name: /<img src=x/ })).toBeVisible();
  expect(outside).toEqual([]);
});

test("a reply waits while there is no connection, and a draft survives", async ({ page, world }) => {
  await linkByPicture(page, world);
  await world.say(ANA, "Are you open?");
  await page.getByTestId("chat-row").click();
  await world.order("/faults", { refuseLogin: { reason: 503, n: 3 }, dropConnections: true });
  await expect(page.getByLabel("State of the app")).toContainText("Offline");
  const composer = page.getByRole("textbox", { name: /Message to/ });
  await composer.fill("Yes, until six");
  await composer.press("Enter");
  await expect(page.getByTestId("message").getByRole("img", { name: "Waiting to be sent" })).toBeVisible();
  await composer.fill("And on Sunday");
  await expect
    .poll(() => world.received(ANA), { timeout: 30_000 })
    .toMatchObject([{ text: "Yes, until six" }]);
  await page.reload();
  await expect(page.getByRole("textbox", { name: /Message to/ })).toHaveValue("And on Sunday");
});

test("wrong files, keys and links are named, and nothing is lost", async ({ page, world }) => {
  await page.getByRole("button", { name: "Later" }).click();
  await page.getByRole("button", { name: "Open the inbox" }).click();

  await openScreen(page, "Leads");
  await page
    .getByRole("button", { name: "Import" })
    .or(page.getByRole("link", { name: "Import" }))
    .first()
    .click();
  const file = page.locator("input[type=file]");
  await file.setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await expect(page.getByText(/empty/i).first()).toBeVisible();
  await file.setInputFiles({
    name: "broken.xlsx",
    mimeType: "application/zip",
    buffer: Buffer.from("PK\u0003\u0004 not a workbook"),
  });
  await expect(page.getByText(/damaged|cannot be read|could not be read/i).first()).toBeVisible();

  await share(world, { with: ["somebody@example.com"] });
  await pasteLink(page, world, "https://example.com/not-a-sheet");
  await expect(page.getByText(/not a link to a Google Sheet/i).first()).toBeVisible();
  await page.getByRole("textbox", { name: "Paste your Google Sheets link" }).fill((await world.sheet()).link);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await addKey(page, world, '{"type":"user"}');
  await expect(page.getByText("This is not the key file of a Google service account.")).toBeVisible();
  await addKey(page, world);
  await page.getByRole("button", { name: "I have shared it" }).click();
  await expect(page.getByRole("alert")).toContainText(/not shared with .*iam\.gserviceaccount\.com/);
  await share(world, { link: true });
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await expect(found(page)).toContainText("Web form answers");
});

test("closing with a running campaign asks, pauses, and goes on after a restart", async ({ page, world }) => {
  test.setTimeout(120_000);
  await linkByPicture(page, world);
  for (const number of ["101", "102", "103", "104", "105"]) await world.say(`447700900${number}`, "hello");
  await openScreen(page, "Leads");
  await expect(page.getByRole("row")).toHaveCount(6);
  await page.getByRole("checkbox", { name: "Select all that are loaded" }).click();
  await addTag(page, "Tag 5 leads", "friends");
  await page.getByRole("button", { name: "Tag 5 leads" }).click();
  await expect(page.getByText("Tagged 5 leads with “friends”")).toBeVisible();

  await openScreen(page, "Campaigns");
  await page
    .getByRole("button", { name: /Make the first campaign/ })
    .or(page.getByRole("link", { name: /Make the first campaign/ }))
    .first()
    .click();
  await page.getByRole("textbox", { name: "Name of the campaign" }).fill("Hello");
  await addTag(page, "Everyone with one of these tags", "friends");
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("textbox", { name: "Message" }).fill("Good morning {{name}}");
  await next(page); // schedule
  await next(page); // pace
  const shortest = page.getByRole("textbox", { name: "Pause between two messages, from" });
  await shortest.fill("4");
  await shortest.blur();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await launch(page, 5);
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();

  await world.closeWindow(page);
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("Hello");
  await question.getByRole("button", { name: "Keep running" }).click();
  await expect(question).toBeHidden();
  await world.closeWindow(page);
  await question.getByRole("button", { name: "Quit and pause" }).click();
  await world.appHasEnded();

  await world.startApp();
  await page.goto(`${world.url}#/campaigns`);
  await page.getByTestId("campaign-row").click();
  await expect(page.getByText("Paused when the app was closed.")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Done.")).toBeVisible({ timeout: 60_000 });
  for (const number of ["101", "102", "103", "104", "105"]) {
    expect(await world.received(`447700900${number}`), number).toHaveLength(1);
  }
});

test("a damaged database says so, offers the copies, and goes on with one", async ({ page, world }) => {
  await linkByPicture(page, world);
  await world.say(ANA, "hello");
  await expect(page.getByTestId("chat-row")).toBeVisible();
  await world.killApp();
  await world.startApp(); // the first start has taken the day's copy
  await world.killApp();
  world.damageDatabase();
  await world.startApp();
  await page.goto(world.url);
  await expect(page.getByText("The data file is damaged")).toBeVisible();
  await page.getByRole("button", { name: "Use this copy" }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Use this copy" }).click();
  await expect(page.getByText("The data file is damaged")).toBeHidden();
  await expect(page.getByRole("button", { name: "Begin" }).or(page.getByText("Inbox").first())).toBeVisible();
});

test("the demo plays all the phones, and stays linked when it is killed", async ({ page, world }) => {
  await world.killApp();
  world.freshData();
  await world.startApp("demo");
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await page.getByRole("button", { name: "Scan with the demo phone" }).click();
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await expect(page.getByTestId("chat-row")).toHaveCount(9, { timeout: 30_000 }); // six with a past, three who are new
  await world.killApp();
  await world.startApp("demo");
  await page.goto(world.url);
  await expect(page.getByLabel("State of the app")).toContainText("Online", { timeout: 20_000 });
  await page.getByTestId("chat-row").filter({ hasText: "Ana Silva" }).click();
  await expect(page.getByTestId("message").filter({ hasText: "where is your shop" })).toBeVisible(); // from before the link
  const composer = page.getByRole("textbox", { name: /Message to Ana Silva/ });
  await composer.fill("Yes, on Saturday too.");
  await composer.press("Enter");
  await expect(page.getByTestId("message").filter({ hasText: "Perfect, thank you" })).toBeVisible({
    timeout: 30_000,
  });
});
