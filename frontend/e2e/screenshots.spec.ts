/** The pictures of the documentation: every screen, light and dark. `make screenshots` writes them; no other run does. */
import { connect, pasteLink, share } from "./sheeting";
import { shoot } from "./shoot";
import { addTag, launch, next, openScreen, passTheFirstRun } from "./steps";
import { expect, test } from "./world";

test.skip(!process.env.SCREENSHOTS, "pictures are made on demand");

const PEOPLE: [number: string, text: string][] = [
  ["447700900105", "Can you send me the catalogue?"],
  ["447700900103", "Is this the right size for a 9 year old?"],
  ["447700900111", "مرحبا، هل المتجر مفتوح اليوم؟"],
  ["447700900101", "Hi! Do you deliver on Saturday?"],
  ["447700900102", "Good afternoon, I saw the shirts at the fair. Do you still have the *blue* one?"],
];

test("pictures", async ({ page, world }) => {
  test.setTimeout(240_000);
  await page.goto(world.url);
  await expect(page.getByRole("button", { name: "Begin" })).toBeVisible();
  await shoot(page, "welcome");
  await page.getByRole("button", { name: "Begin" }).click();
  await shoot(page, "notice");
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await expect(page.getByRole("img", { name: /code to scan/i })).toBeVisible();
  await shoot(page, "link");
  await world.scan(page);
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await shoot(page, "inbox-empty");

  for (const [number, text] of PEOPLE) {
    await world.say(number, text);
    await expect(page.getByTestId("chat-row").first()).toContainText(
      /catalogue|right size|مرحبا|deliver|blue/,
    );
  }
  await page.getByTestId("chat-row").filter({ hasText: "João" }).click();
  const composer = page.getByRole("textbox", { name: /Message to/ });
  await composer.fill(
    "Hi João! It sold out on Sunday, new ones arrive on Monday. Shall I keep one for you? *M or L*?",
  );
  await composer.press("Enter");
  await expect(page.getByRole("img", { name: "Read" }).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByTestId("message")).toHaveCount(3, { timeout: 20_000 });
  await addTag(page, "Add a tag", "spring").catch(() => undefined);
  await shoot(page, "inbox");

  await share(world, { link: true });
  await pasteLink(page, world);
  await connect(page);
  await openScreen(page, "Sheets");
  await expect(page.getByText("6 new leads").first()).toBeVisible({ timeout: 20_000 }); // jobs start within 15 s

  await openScreen(page, "Leads");
  await page
    .getByRole("button", { name: "Import" })
    .or(page.getByRole("link", { name: "Import" }))
    .first()
    .click();
  const names = [
    "Amelia Stone",
    "Noah Clarke",
    "Olivia Brandt",
    "Hugo Marin",
    "Wei Zhang",
    "Aisha Bello",
    "Karim Saidi",
    "Lena Vogt",
  ];
  for (const [i, pushName] of names.entries()) {
    const second = 1_000_000_000; // durations are nanoseconds
    await world.order("/phones", {
      number: `4477009003${String(i + 10)}`,
      pushName,
      behaviour: i % 3 === 2 ? { deliverAfter: second } : { readAfter: second },
    });
  }
  const rows = names.map(
    (name, i) => `${name},+4477009003${String(i + 10)},${name.split(" ")[0]?.toLowerCase()}@example.com`,
  );
  const list = [
    "Name,WhatsApp number,E-mail",
    ...rows,
    "Ana Silva,+447700900101,",
    "João Gonçalves,+447700900102,",
    "Łukasz Kowalski,+447700900106,",
    "Müge Çelik,+447700900112,",
    "No number,,n@example.com",
    "Rounded,4.477E+11,",
  ].join("\r\n");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "spring-fair.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await expect(page.getByText("14 rows")).toBeVisible();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await addTag(page, "Tags for everyone in this file", "spring");
  await expect(page.getByText("The number was rounded by the spreadsheet")).toBeVisible();
  await shoot(page, "import");
  await page.getByRole("button", { name: /Import 1\d people/ }).click();
  await page
    .getByRole("link", { name: "See the leads" })
    .or(page.getByRole("button", { name: "See the leads" }))
    .first()
    .click();
  await page.getByRole("row", { name: /João/ }).click();
  await shoot(page, "leads");

  await openScreen(page, "Campaigns");
  await shoot(page, "campaigns-empty");
  await page
    .getByRole("button", { name: /Make the first campaign/ })
    .or(page.getByRole("link", { name: /Make the first campaign/ }))
    .first()
    .click();
  await page.getByRole("textbox", { name: "Name of the campaign" }).fill("Spring offer");
  await addTag(page, "Everyone with one of these tags", "spring");
  await expect(page.getByTestId("audience-total")).toHaveText(/1\d people/);
  await shoot(page, "campaign-audience");
  await next(page);
  await page
    .getByRole("textbox", { name: "Message" })
    .fill("Hi {{first_name|there}}! The *spring collection* is in. Shall I keep something for you?");
  await expect(page.getByText("Hi Ana! The").or(page.getByText("Hi João! The"))).toBeVisible();
  await shoot(page, "campaign-message");
  await next(page);
  await shoot(page, "campaign-schedule");
  await next(page);
  await shoot(page, "campaign-pace");
  await next(page);
  await shoot(page, "campaign-review");
  const people = Number(
    /\d+/.exec((await page.getByRole("button", { name: /^Send to 1\d$/ }).textContent()) ?? "")?.[0],
  );
  await launch(page, people);
  await expect(page.getByText("About to start.")).toBeVisible();
  await shoot(page, "campaign-undo");
  await expect(page.getByTestId("recipient-row").filter({ hasText: "replied" }).nth(1)).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await shoot(page, "campaign");
  await openScreen(page, "Campaigns");
  await shoot(page, "campaigns");

  await openScreen(page, "Settings");
  await shoot(page, "settings");
  for (const [width, height] of [
    [1100, 700],
    [820, 600],
  ] as const) {
    await page.setViewportSize({ width, height });
    await openScreen(page, "Inbox");
    await page
      .getByTestId("chat-row")
      .filter({ hasText: "João" })
      .click()
      .catch(() => undefined);
    await shoot(page, `inbox-${width}`);
    await openScreen(page, "Leads");
    await shoot(page, `leads-${width}`);
  }
});

test("pictures of the demo and of trouble", async ({ page, world }) => {
  test.setTimeout(120_000);
  await world.killApp();
  await world.startApp("demo");
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await page.getByRole("button", { name: "Scan with the demo phone" }).click();
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await expect(page.getByTestId("chat-row")).toHaveCount(9, { timeout: 30_000 });
  await expect(page.getByTestId("chat-row").filter({ hasText: "Voice message" })).toBeVisible(); // the last to write
  await page.getByTestId("chat-row").filter({ hasText: "João" }).click();
  await page.getByTestId("demo-mark").first().click();
  const phones = page.getByTestId("demo-panel");
  await expect(phones).toBeVisible();
  await shoot(page, "demo");
  await page.getByTestId("chat-row").filter({ hasText: "Priya" }).click();
  await phones.getByRole("button", { name: /Priya/ }).click();
  await expect(phones.getByText("Half and half")).toBeVisible();
  await shoot(page, "demo-phone");

  await world.killApp();
  await world.startApp("demo");
  await world.killApp();
  world.damageDatabase();
  await world.startApp("demo");
  await page.goto(world.url);
  await expect(page.getByTestId("startup-trouble")).toBeVisible();
  await shoot(page, "trouble");
});
