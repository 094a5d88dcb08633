/** Pictures of campaigns in every state, for the documentation. `make screenshots` writes them; no other run does. */
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
import { shoot } from "./shoot";
import { launch, next, openScreen } from "./steps";
import { expect, test } from "./world";

test.skip(!process.env.SCREENSHOTS, "pictures are made on demand");

test("pictures of campaigns", async ({ page, world }) => {
  test.setTimeout(300_000);
  await begin(page, world);

  await openScreen(page, "Templates");
  await shoot(page, "templates-empty");
  for (const [name, text] of [
    ["Welcome", "Welcome, *{{first_name|friend}}*! Ask us anything."],
    ["Opening hours", "We are open from 9 to 18, _Saturdays_ until 14."],
    ["Thank you", "Thank you for coming, {{first_name|there}}!"],
  ]) {
    await page
      .getByRole("button", { name: /Write the first template|New template/ })
      .last()
      .click();
    const editor = page.getByRole("dialog");
    await editor.getByRole("textbox", { name: "Name" }).fill(name ?? "");
    await editor.getByRole("textbox", { name: "Message" }).fill(text ?? "");
    if (name === "Opening hours") await shoot(page, "template-edit");
    await editor.getByRole("button", { name: "Save" }).click();
    await expect(editor).toBeHidden();
  }
  await shoot(page, "templates");

  await draft(page, "Open day");
  await fromTheFile(page);
  await page.getByRole("button", { name: "Pasted numbers" }).click();
  await page.getByRole("textbox", { name: "One number a line" }).fill(`+${STRANGER}\nnot a number`);
  await expect(page.getByTestId("audience-total")).toHaveText("13 people");
  await shoot(page, "campaign-sources");
  await page.getByRole("button", { name: /Not a phone number/ }).click();
  await expect(page.getByRole("dialog")).toContainText("not a number");
  await shoot(page, "campaign-left-out");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await next(page);
  await writeTheMessages(page);
  await shoot(page, "campaign-messages");
  await next(page);
  await page.getByRole("radio", { name: "By itself, at a day and time" }).click();
  await page.getByLabel("Starts on").fill("2031-05-05T09:00");
  await shoot(page, "campaign-at-a-time");
  await page.getByRole("radio", { name: "When I press the button" }).click();
  await next(page);
  await next(page);
  await launch(page, 13);
  await expect(page.getByText("The next message is not due yet.")).toBeVisible({ timeout: 120_000 });
  for (const each of PEOPLE.slice(0, 4)) await world.say(each, "I will come!");
  await expect(page.getByTestId("recipient-row").filter({ hasText: "replied" }).nth(3)).toBeVisible();
  await shoot(page, "campaign-steps");
  await page.setViewportSize({ width: 820, height: 600 });
  await shoot(page, "campaign-steps-820");
  await page.setViewportSize({ width: 1440, height: 900 });

  await draft(page, "Monday");
  await fromTheFile(page);
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("Good morning");
  await next(page);
  await page.getByRole("radio", { name: "By itself, at a day and time" }).click();
  await page.getByLabel("Starts on").fill("2031-05-05T09:00");
  await next(page);
  await next(page);
  await confirmSchedule(page, () => shoot(page, "campaign-confirm"));
  await shoot(page, "campaign-scheduled");

  await page.setViewportSize({ width: 820, height: 600 });
  await page.getByRole("button", { name: "Change it" }).click();
  for (const step of ["Audience", "Message", "Review"]) {
    await page
      .getByRole("button", { name: new RegExp(`${step}$`) })
      .first()
      .click();
    await shoot(page, `wizard-${step.toLowerCase()}-820`);
  }
  await openScreen(page, "Settings");
  await page.getByRole("heading", { name: "When campaigns send" }).scrollIntoViewIfNeeded();
  await shoot(page, "settings-sending-820");
});

test("pictures of a campaign that WhatsApp stops", async ({ page, world }) => {
  test.setTimeout(300_000);
  await begin(page, world);
  await draft(page, "Supper");
  await fromTheFile(page);
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("Join us for supper");
  await next(page);
  await next(page);
  await next(page);
  await world.order("/faults", { failAcks: { code: 463, n: 1 } });
  await launch(page, 12);
  await expect(state(page)).toHaveAttribute("data-state", "paused", { timeout: 120_000 });
  await shoot(page, "campaign-stopped");
});

test("pictures of a missed start and of ends", async ({ page, world }) => {
  test.setTimeout(300_000);
  await begin(page, world);
  await missAStart(page, world);
  await expect(page.getByText("A campaign missed its time").first()).toBeVisible();
  await shoot(page, "campaigns-missed");
  await page.getByTestId("campaign-row").filter({ hasText: "Breakfast" }).click();
  await shoot(page, "campaign-missed");
  await page.getByRole("button", { name: "Start now" }).click();
  await expect(page.getByText("Done.")).toBeVisible({ timeout: 120_000 });
  await shoot(page, "campaign-done");
  await draft(page, "Lunch");
  await fromTheFile(page);
  await next(page);
  await page.getByRole("textbox", { name: "Message" }).fill("Hungry?");
  await next(page);
  await next(page);
  await next(page);
  await launch(page, 12);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Cancel campaign" }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /Cancel for/ })
    .click();
  await expect(state(page)).toHaveAttribute("data-state", "cancelled");
  await shoot(page, "campaign-cancelled");
});
