/** Linking in its harder cases: the passkey, another number, being killed in the middle. */
import type { Page } from "@playwright/test";
import { linkByPicture, openScreen, passTheFirstRun } from "./steps";
import { expect, OWNER, test, type World } from "./world";

const ANA = "447700900101";
const JOAO = "447700900102";
const state = (page: Page) => page.getByLabel("State of the app");
const answer = (page: Page) => page.getByRole("textbox", { name: "What the browser printed" });
const goOn = (page: Page) => page.getByRole("button", { name: "Check and go on" }).click();

/** Scans with a phone whose account asks for its passkey. */
async function askForPasskey(page: Page, world: World, order: Record<string, unknown> = {}): Promise<void> {
  await world.order(`/phones/${OWNER}/passkey`, { required: true, ask: false, ...order });
  await passTheFirstRun(page, world);
  await page.getByRole("button", { name: "Link now" }).click();
  await world.beginScan(page);
  await expect(page.getByText("Use the passkey of your WhatsApp")).toBeVisible();
}

/** What the person's browser is asked, out of the text for its console. */
async function question(page: Page): Promise<Record<string, unknown>> {
  const snippet = await page.getByTestId("passkey-snippet").inputValue();
  return JSON.parse(/const o = (\{.*\});/.exec(snippet)?.[1] ?? "") as Record<string, unknown>;
}

async function assertion(world: World, phone: string, asked: Record<string, unknown>): Promise<string> {
  const options = JSON.stringify(asked);
  return (await world.order<{ assertion: string }>(`/phones/${phone}/assert`, { options })).assertion;
}

test("a passkey is answered by the browser, and wrong answers lose nothing", async ({ page, world }) => {
  await askForPasskey(page, world);
  await expect(page.getByRole("timer")).toHaveText(/Time left: (5 min|4 min \d+ s)/);
  const asked = await question(page);

  await test.step("wrong answers say what is wrong", async () => {
    const right = JSON.parse(await assertion(world, OWNER, asked)) as { response: { signature: string } };
    const forged = { ...right, response: { ...right.response, signature: "Zm9yZ2Vk" } };
    const wrong = [
      ["undefined", "This is not the whole answer."],
      [await assertion(world, OWNER, { ...asked, challenge: "bm90IHRoZSBxdWVzdGlvbg" }), "an older question"],
      [
        await assertion(world, ANA, { ...asked, allowCredentials: [] }),
        "the passkey of another WhatsApp account",
      ],
      [JSON.stringify(forged), "WhatsApp did not take this answer."],
    ] as const;
    for (const [text, sentence] of wrong) {
      await answer(page).fill(text);
      await goOn(page);
      await expect(page.getByText(sentence)).toBeVisible();
      await expect(answer(page)).toHaveValue(text);
    }
    expect(await question(page), "the question stays").toEqual(asked);
  });

  await test.step("the right answer leads to the code of the phone, and to the link", async () => {
    await answer(page).fill(await assertion(world, OWNER, asked));
    await goOn(page);
    const code = page.getByTestId("passkey-code");
    await expect(code).toHaveText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
    const { code: onPhone } = await world.order<{ code: string }>(`/phones/${OWNER}/passkey`);
    await expect(code).toHaveText(onPhone);
    await page.getByRole("button", { name: "It matches", exact: true }).click();
    await expect(page.getByText("You are ready")).toBeVisible();
  });
});

test("a code that differs links nothing, and a stop leads back to the start", async ({ page, world }) => {
  await askForPasskey(page, world, { ask: true });
  await answer(page).fill(await assertion(world, OWNER, await question(page)));
  await goOn(page);
  await expect(page.getByText("Checking your passkey with WhatsApp")).toBeVisible();
  await page.getByRole("button", { name: "answer once more" }).click(); // this account wants the code compared
  await goOn(page);
  await page.getByRole("button", { name: "It does not match" }).click();
  await expect(page.getByText("The codes did not match, so nothing was linked.")).toBeVisible();
  await page.getByRole("button", { name: "Link WhatsApp" }).click();
  await world.beginScan(page);
  await expect(page.getByText("Use the passkey of your WhatsApp")).toBeVisible();
  await page.getByRole("button", { name: "Stop linking" }).click();
  await expect(page.getByRole("button", { name: "Link now" })).toBeVisible();
  await expect(page.getByTestId("qr"), "no code by itself").toHaveCount(0);
  expect(await world.order(`/phones/${OWNER}/devices`)).toEqual([]);
});

test("a passkey that takes too long links nothing and asks nobody again", async ({ page, world }) => {
  await askForPasskey(page, world, { seconds: 3 });
  await expect(page.getByText("The passkey took too long, so nothing was linked.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Link WhatsApp" })).toBeVisible();
  await expect(page.getByTestId("qr"), "no code by itself").toHaveCount(0);
});

test("killed while it links, it starts from the beginning and links", async ({ page, world }) => {
  test.setTimeout(120_000);
  await askForPasskey(page, world);
  const restart = async () => {
    await world.killApp();
    await world.startApp();
    await page.goto(world.url);
    await page.reload();
  };
  await restart();
  await expect(page.getByRole("button", { name: "Begin" }), "the first run begins again").toBeVisible();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await page.getByRole("button", { name: "Link now" }).click();
  await expect(page.getByTestId("qr")).toBeVisible();
  await restart();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await world.order(`/phones/${OWNER}/passkey`, { required: false, ask: false });
  await linkByPicture(page, world);
  expect(await world.order(`/phones/${OWNER}/devices`)).toHaveLength(1);
});

test("another number is linked only when it is meant, and has conversations of its own", async ({
  page,
  world,
}) => {
  test.setTimeout(120_000);
  const chats = page.getByTestId("chat-row");
  const unlink = async (phone: string) => {
    await world.order(`/phones/${phone}/unlink`, { device: 0 });
    await expect(state(page)).toContainText("Logged out");
    await openScreen(page, "Settings");
    await page.getByRole("main").getByRole("button", { name: "Link again" }).click();
  };
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  await world.say(JOAO, "For the old number");
  await expect(chats.filter({ hasText: "For the old number" })).toBeVisible();

  await test.step("no links nothing and changes nothing", async () => {
    await unlink(OWNER);
    await world.beginScan(page, ANA);
    const asking = page.getByRole("alertdialog");
    await expect(asking).toContainText("Link another number?");
    await expect(asking).toContainText("+44 7700 900100");
    await expect(asking).toContainText("+44 7700 900101");
    await asking.getByRole("button", { name: "Do not link" }).click();
    await expect(page.getByText("The other number was not linked.").first()).toBeVisible();
    expect(await world.order(`/phones/${ANA}/devices`)).toEqual([]);
    await openScreen(page, "Inbox");
    await expect(chats.filter({ hasText: "For the old number" })).toBeVisible();
  });

  await test.step("yes begins conversations of its own", async () => {
    await openScreen(page, "Settings");
    await page.getByRole("main").getByRole("button", { name: "Link WhatsApp" }).click();
    await world.beginScan(page, ANA);
    await page.getByRole("alertdialog").getByRole("button", { name: "Link the other number" }).click();
    await expect(state(page)).toContainText("Online", { timeout: 20_000 });
    await openScreen(page, "Inbox");
    await expect(page.getByText("No conversations yet")).toBeVisible();
    await world.order(`/phones/${JOAO}/send`, { to: ANA, text: "For the new number" });
    await expect(chats).toHaveCount(1);
    await expect(chats).toContainText("For the new number");
  });

  await test.step("the first number brings its own back", async () => {
    await unlink(ANA);
    await world.beginScan(page);
    await page.getByRole("alertdialog").getByRole("button", { name: "Link the other number" }).click();
    await expect(state(page)).toContainText("Online", { timeout: 20_000 });
    await openScreen(page, "Inbox");
    await expect(chats).toHaveCount(1);
    await expect(chats).toContainText("For the old number");
  });
});
