/** The product's main job, as a newcomer does it, through the window to the database to the simulated services and back. */
import { addKey, connect, found, pasteLink } from "./sheeting";
import { addTag, launch, linkByPicture, next, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

const ANA = "447700900101";
const JOAO = "447700900102";
const STOPPER = "447700900106";
const VANISHED = "447700900112";
const PEOPLE = Array.from({ length: 12 }, (_, i) => `4477009001${String(i + 1).padStart(2, "0")}`);

const LIST = [
  "Name;WhatsApp;E-mail",
  ...PEOPLE.slice(0, 11).map((number, i) => `Person ${i + 1};+${number};`),
  "Vanished Person;07700 900112;",
  "Ana once more;+44 7700 900101;",
  "Without number;;x@example.com",
  "Broken number;4.477E+11;",
].join("\r\n");

test("from the first start to a campaign that survives being killed", async ({ page, world }) => {
  test.setTimeout(180_000);

  await test.step("link WhatsApp by the QR code on the screen", async () => {
    await passTheFirstRun(page, world);
    await linkByPicture(page, world);
  });

  await test.step("a message from a stranger becomes a lead, and is answered", async () => {
    await world.say(ANA, "Hello, do you *deliver*? See https://example.com/shop");
    const row = page.getByTestId("chat-row").filter({ hasText: "Ana Silva" });
    await expect(row).toContainText("1 unread message");
    await row.click();
    await expect(page.getByText("deliver", { exact: true })).toBeVisible();
    const composer = page.getByRole("textbox", { name: /Message to Ana Silva/ });
    await composer.fill("Yes, every day.");
    await composer.press("Shift+Enter");
    await composer.pressSequentially("Until six.");
    await composer.press("Enter");
    await expect.poll(() => world.received(ANA)).toMatchObject([{ text: "Yes, every day.\nUntil six." }]);
    await expect(page.getByRole("img", { name: /Delivered|Read/ }).first()).toBeVisible();
    await expect(composer).toHaveValue("");
  });

  await test.step("the same person under another address is the same lead", async () => {
    for (const form of ["pn", "lid-only", "pn-only"]) await world.say(ANA, `again by ${form}`, form);
    await expect(page.getByText("again by pn-only").first()).toBeVisible();
    await openScreen(page, "Leads");
    await expect(page.getByRole("row", { name: /Ana Silva/ })).toHaveCount(1);
  });

  await test.step("a list is imported; what cannot be a lead is named", async () => {
    await page
      .getByRole("link", { name: "Import" })
      .or(page.getByRole("button", { name: "Import" }))
      .first()
      .click();
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
    await expect(page.getByText("15 rows")).toBeVisible();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await addTag(page, "Tags for everyone in this file", "spring");
    await expect(page.getByText("The number was rounded by the spreadsheet")).toBeVisible();
    await expect(page.getByText("No phone number")).toBeVisible();
    await page.getByRole("button", { name: /Import 1[12] people/ }).click();
    await expect(page.getByText("11 new leads")).toBeVisible();
    await page
      .getByRole("link", { name: "See the leads" })
      .or(page.getByRole("button", { name: "See the leads" }))
      .first()
      .click();
    await expect(page.getByRole("row", { name: /Vanished Person/ })).toBeVisible();
  });

  await test.step("a Google Sheet feeds leads", async () => {
    await pasteLink(page, world);
    const own = page.getByRole("region", { name: "Share with an address of your own" });
    await expect(found(page).or(own)).toBeVisible();
    if (await own.isVisible()) {
      await addKey(page, world);
      await page.getByRole("button", { name: "I have shared it" }).click();
    }
    await expect(found(page)).toContainText("Web form answers");
    await connect(page);
    await openScreen(page, "Sheets");
    await expect(page.getByText("6 new leads").first()).toBeVisible({ timeout: 20_000 }); // jobs start within 15 s
    await world.order("/sheet/edit", { op: "sort", column: 1 });
    await world.order("/sheet/grow", { rows: 2 });
    await page
      .getByRole("button", { name: /Read now/ })
      .first()
      .click();
    await expect(page.getByText("8 new leads").first()).toBeVisible();
  });

  await test.step("a campaign is killed in the middle: nobody is skipped, nobody gets it twice", async () => {
    await world.say(STOPPER, "STOP");
    await openScreen(page, "Campaigns");
    await page
      .getByRole("link", { name: /New campaign|Make the first campaign/ })
      .or(page.getByRole("button", { name: /New campaign|Make the first campaign/ }))
      .first()
      .click();
    await page.getByRole("textbox", { name: "Name of the campaign" }).fill("Spring offer");
    await addTag(page, "Everyone with one of these tags", "spring");
    await expect(page.getByTestId("audience-total")).toHaveText("11 people");
    await next(page);
    await page
      .getByRole("textbox", { name: "Message" })
      .fill("Hi {{first_name|there}}, the *spring* collection is here.");
    await expect(page.getByText("collection is here").last()).toBeVisible();
    await next(page); // schedule
    await next(page); // pace
    const longest = page.getByRole("textbox", { name: "Pause between two messages, to" });
    await longest.fill("2");
    await longest.blur();
    await next(page);
    await launch(page, 11);
    await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();

    const reached = async () => {
      let n = 0;
      for (const number of PEOPLE)
        n += (await world.received(number)).some((message) => message.text.includes("spring")) ? 1 : 0;
      return n;
    };
    await expect.poll(reached, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    await world.killApp();
    expect(await reached()).toBeLessThan(10);
    await world.startApp();
    await page.goto(`${world.url}#/campaigns`);
    await page.getByTestId("campaign-row").filter({ hasText: "Spring offer" }).click();
    await expect(page.getByText("Done.")).toBeVisible({ timeout: 60_000 });

    for (const number of PEOPLE) {
      const offers = (await world.received(number)).filter((message) => message.text.includes("spring"));
      expect(offers.length, number).toBe(number === STOPPER || number === VANISHED ? 0 : 1);
    }
    await page
      .getByRole("button", { name: /^Skipped/ })
      .or(page.getByRole("tab", { name: /^Skipped/ }))
      .or(page.getByRole("radio", { name: /^Skipped/ }))
      .first()
      .click();
    await expect(page.getByText("Asked to get no campaigns")).toBeVisible();
    await page
      .getByRole("button", { name: /^Failed/ })
      .or(page.getByRole("tab", { name: /^Failed/ }))
      .or(page.getByRole("radio", { name: /^Failed/ }))
      .first()
      .click();
    await expect(page.getByText("This number is not on WhatsApp.")).toBeVisible();
  });

  await test.step("who could not be reached is written to again, once, and the campaign can be copied", async () => {
    const offers = async () =>
      (await world.received(VANISHED)).filter((message) => message.text.includes("spring")).length;
    await world.order("/faults", { unknown: { [VANISHED]: false } });
    await page.getByRole("button", { name: "Try the one that failed again" }).click();
    await expect.poll(offers, { timeout: 30_000 }).toBe(1);
    await expect(page.getByText("Done.")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Duplicate" }).click();
    await expect(page.getByRole("heading", { name: "Spring offer (copy)" })).toBeVisible();
    expect(await offers()).toBe(1);
  });

  await test.step("an answer shows in the campaign and in the inbox", async () => {
    await world.say(JOAO, "I take two!");
    await openScreen(page, "Inbox");
    await page.getByText("I take two!").first().click();
    await expect(page.getByText("collection is here").first()).toBeVisible();
  });
});
