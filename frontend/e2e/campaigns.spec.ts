/** Campaigns through the window: every way to name people, several wordings and messages, tests, and every button of the live page. */
import type { Page } from "@playwright/test";
import {
  begin,
  confirmSchedule,
  draft,
  fromTheFile,
  missAStart,
  PEOPLE,
  STRANGER,
  state,
  writeTheMessages,
} from "./campaigning";
import { addTag, launch, linkByPicture, next, openScreen, passTheFirstRun } from "./steps";
import { expect, OWNER, type ShownMessage, test, type World } from "./world";

const total = (page: Page) => page.getByTestId("audience-total");
const menu = async (page: Page, item: string | RegExp) => {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const shown = async (world: World, who: string) => (await world.received(who)).map(({ text }) => text);

test("a campaign is tested, taken back, started, paused, answered, stopped and followed up", async ({
  page,
  world,
}) => {
  test.setTimeout(240_000);
  await begin(page, world);

  await test.step("people come from a file and from pasted numbers, and who is left out is named", async () => {
    await draft(page, "Open day");
    await fromTheFile(page);
    await expect(total(page)).toHaveText("12 people");
    await page.getByRole("button", { name: "Pasted numbers" }).click();
    await page
      .getByRole("textbox", { name: "One number a line" })
      .fill(`+${STRANGER}\n+${PEOPLE[0]}\nnot a number`);
    await expect(total(page)).toHaveText("13 people");
    await page.getByRole("button", { name: /Not a phone number/ }).click();
    await expect(page.getByRole("dialog")).toContainText("not a number");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect(page.getByText("Wrote in the last 30 days")).toBeVisible();
    await next(page);
  });

  await test.step("two wordings, a picture, a message that follows", async () => {
    await writeTheMessages(page);
    await next(page);
    await next(page); // the schedule stays as it is
    await next(page); // and so does the pace
  });

  await test.step("a test goes to the owner's own phone", async () => {
    await page.getByRole("button", { name: "Send to my own WhatsApp" }).click();
    const own = async () =>
      (await world.order<ShownMessage[]>(`/phones/${OWNER}/inbox`)).map(({ text }) => text);
    await expect.poll(own, { timeout: 20_000 }).toContain("Shall we see you?");
    expect(await own()).toContain("Hi Person, come and see us!");
    await expect(page.getByText(/^Tested/).first()).toBeVisible();
  });

  await test.step("the start is taken back in time", async () => {
    await launch(page, 13);
    await page.getByRole("button", { name: "Take it back" }).click();
    await expect(page.getByRole("textbox", { name: "Name of the campaign" })).toHaveValue("Open day");
    for (const each of PEOPLE) expect(await shown(world, each)).toEqual([]);
  });

  await test.step("it runs, and pausing holds it", async () => {
    await page.getByRole("button", { name: /Review$/ }).click();
    await launch(page, 13);
    await expect(page.getByText("About to start.")).toBeVisible();
    const reached = async () => {
      let n = 0;
      for (const each of [...PEOPLE, STRANGER]) n += (await world.received(each)).length;
      return n;
    };
    await expect.poll(reached, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
    await page.getByRole("button", { name: "Pause" }).click();
    await expect(state(page)).toHaveAttribute("data-state", "paused");
    const before = await reached();
    await page.waitForTimeout(6_000); // longer than any pause between two messages here
    expect(await reached()).toBe(before);
    await page.getByRole("button", { name: "Resume" }).click();
    await expect.poll(reached, { timeout: 30_000 }).toBeGreaterThan(before);
  });

  await test.step("an answer ends it for one, a STOP for another, while it runs", async () => {
    const got = async () => {
      const list = [];
      for (const each of PEOPLE) if ((await world.received(each)).length > 0) list.push(each);
      return list;
    };
    await expect.poll(async () => (await got()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(4);
    const [first, second] = await got();
    await world.say(first ?? "", "I will come!");
    await world.say(second ?? "", "STOP");
    await expect(page.getByTestId("recipient-row").filter({ hasText: "replied" }).first()).toBeVisible();
    await expect(page.getByText("The next message is not due yet.")).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole("table").first()).toContainText("Variant B");
    for (const each of [...PEOPLE, STRANGER])
      expect(
        (await world.received(each)).filter((m) => m.kind !== "text" || !m.text.includes("campaign messages"))
          .length,
        each,
      ).toBe(1);
  });

  await test.step("who has not answered is followed up, and the rest is cancelled", async () => {
    await menu(page, "Cancel campaign");
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: /Cancel for/ })
      .click();
    await expect(state(page)).toHaveAttribute("data-state", "cancelled");
    await menu(page, "Follow up: not answered");
    await expect(page.getByRole("textbox", { name: "Name of the campaign" })).toHaveValue(
      "Open day: not answered",
    );
    await expect(page.getByText("Who did not answer “Open day”")).toBeVisible();
    await expect(total(page)).toHaveText("11 people");
  });
});

test("a campaign waits for its time, is changed, and starts at once", async ({ page, world }) => {
  test.setTimeout(120_000);
  await begin(page, world);
  await draft(page, "Monday");
  await fromTheFile(page);
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("Good morning");
  await next(page);
  await page.getByRole("radio", { name: "By itself, at a day and time" }).click();
  const later = new Date(Date.now() + 26 * 3_600_000);
  const wall = new Date(later.getTime() - later.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await page.getByLabel("Starts on").fill(wall);
  await next(page);
  await next(page);
  await confirmSchedule(page);
  await page.getByRole("button", { name: "Change it" }).click();
  await expect(page.getByRole("textbox", { name: "Name of the campaign" })).toHaveValue("Monday");
  await page.getByRole("button", { name: /Review$/ }).click();
  await confirmSchedule(page);
  await page.getByRole("button", { name: "Start now" }).click();
  await expect(page.getByText("About to start.")).toBeVisible();
  await expect.poll(() => shown(world, PEOPLE[0] ?? ""), { timeout: 60_000 }).toEqual(["Good morning"]);
});

test("messages are kept in the library, and used from there", async ({ page, world }) => {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await openScreen(page, "Templates");
  await page.getByRole("button", { name: "Write the first template" }).click();
  const editor = page.getByRole("dialog", { name: "New template" });
  await editor.getByRole("textbox", { name: "Name" }).fill("Welcome");
  await editor.getByRole("textbox", { name: "Message" }).fill("Welcome, {{surname}}!");
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(editor.getByRole("alert")).toContainText("There is no variable {{surname}}");
  await editor.getByRole("textbox", { name: "Message" }).fill("Welcome, *{{first_name|friend}}*!");
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("list", { name: "Templates" })).toContainText("Welcome");
  await draft(page, "From the library");
  await page.getByRole("button", { name: /Message$/ }).click();
  await page.getByRole("button", { name: "Templates", exact: true }).last().click();
  await page.getByRole("menuitem", { name: "Insert a template" }).click();
  await page.getByRole("dialog").getByText("Welcome").first().click();
  await expect(page.getByRole("textbox", { name: "Message" })).toHaveValue(
    "Welcome, *{{first_name|friend}}*!",
  );
});

/** A person typed by hand, with a tag. */
async function addLead(page: Page, name: string, digits: string, tag: string): Promise<void> {
  await page.goto(`${page.url().split("#")[0]}#/leads/new`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("textbox", { name: /number/i }).fill(`+${digits}`);
  const tags = dialog.getByRole("combobox", { name: "Tags" });
  await tags.fill(tag);
  await page
    .getByRole("option", { name: new RegExp(tag) })
    .first()
    .click();
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: /Add/ }).click();
  await expect(dialog).toBeHidden();
}

test("who comes to match later gets it too, until that is stopped", async ({ page, world }) => {
  test.setTimeout(180_000);
  const [first, second] = [PEOPLE[0] ?? "", PEOPLE[1] ?? ""];
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  for (const each of [first, second])
    await world.order("/phones", { number: each, pushName: "Guest", behaviour: {} });
  await addLead(page, "First", first, "guests");
  await draft(page, "Guests");
  await addTag(page, "Everyone with one of these tags", "guests");
  await page.getByRole("switch", { name: "Keep adding people who match" }).click();
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("You are invited");
  await next(page);
  await next(page);
  await next(page);
  await launch(page, 1);
  await expect(page.getByText("Everybody has got it.")).toBeVisible({ timeout: 30_000 });
  const campaign = page.url();
  await addLead(page, "Second", second, "guests");
  await page.goto(campaign);
  await expect.poll(() => shown(world, second), { timeout: 100_000 }).toEqual(["You are invited"]);
  expect(await shown(world, first)).toEqual(["You are invited"]);
  await menu(page, "Stop adding people");
  await expect(page.getByText("Done.")).toBeVisible({ timeout: 30_000 });
});

test("a start that was missed while the app was off asks, and sends nothing by itself", async ({
  page,
  world,
}) => {
  test.setTimeout(180_000);
  await begin(page, world);
  await missAStart(page, world);
  await expect(page.getByText("A campaign missed its time").first()).toBeVisible();
  for (const each of PEOPLE) expect(await shown(world, each)).toEqual([]);
  await page.getByTestId("campaign-row").filter({ hasText: "Breakfast" }).click();
  await expect(page.getByRole("button", { name: "Choose another time" })).toBeVisible();
  await page.getByRole("button", { name: "Start now" }).click();
  await expect.poll(() => shown(world, PEOPLE[0] ?? ""), { timeout: 60_000 }).toEqual(["Good morning"]);
});
