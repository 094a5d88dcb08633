/** What people do with messages in the window, and what their phones see of it, also when the app is killed meanwhile. */
import type { Locator, Page } from "@playwright/test";
import { PDF, picture, tone } from "./contents";
import { linkByPicture, passTheFirstRun } from "./steps";
import { expect, OWNER, test, type World } from "./world";

const ANA = "447700900101";
const JOAO = "447700900102";

interface Reacted {
  id: string;
  reactions?: Record<string, string>;
}

async function open(page: Page, world: World): Promise<string> {
  await passTheFirstRun(page, world);
  await linkByPicture(page, world);
  const id = await world.tell(ANA, { text: "Hello" });
  await row(page, "Ana Silva").click();
  return id;
}

const row = (page: Page, name: string) => page.getByTestId("chat-row").filter({ hasText: name });
const message = (page: Page, text: string) => page.getByTestId("message").filter({ hasText: text }).last();
const last = async (world: World, number: string) => (await world.received(number)).at(-1);

async function attach(page: Page, item: string, name: string, mimeType: string, data: string): Promise<void> {
  await page.getByRole("button", { name: "Attach" }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("menuitem", { name: item }).click();
  await (await chooser).setFiles({ name, mimeType, buffer: Buffer.from(data, "base64") });
  await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeVisible();
}

const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true }).last().click();

test("reactions are given, changed and taken back, and the phone sees each", async ({ page, world }) => {
  const id = await open(page, world);
  const seen = async () => {
    const shown = await world.order<Reacted[]>(`/phones/${ANA}/inbox`);
    return shown.find((each) => each.id === id)?.reactions?.[OWNER] ?? "";
  };
  const hello: Locator = message(page, "Hello");
  await hello.hover();
  await hello.getByRole("button", { name: "React" }).click();
  await page.getByRole("button", { name: "React with 👍" }).click();
  await expect.poll(seen).toBe("👍");
  await expect(hello.getByRole("button", { name: "👍 by You" })).toBeVisible();
  await hello.click({ button: "right" });
  await page.getByRole("menuitem", { name: "React with ❤️" }).click();
  await expect.poll(seen).toBe("❤️");
  await expect(hello.getByRole("button", { name: "👍 by You" })).toHaveCount(0);
  await hello.getByRole("button", { name: "❤️ by You" }).click();
  await expect.poll(seen).toBe("");
  await expect(hello.getByRole("button", { name: /by You/ })).toHaveCount(0);
});

test("messages and files are forwarded, and arrive marked", async ({ page, world }) => {
  await open(page, world);
  await world.say(JOAO, "Good afternoon");
  await world.tell(ANA, { kind: "document", data: PDF, mime: "application/pdf", fileName: "Prices.pdf" });
  await expect(message(page, "Prices.pdf")).toBeVisible();
  for (const [text, arrived] of [
    ["Hello", { kind: "text", text: "Hello", forwarded: 1 }],
    ["Prices.pdf", { kind: "document", fileName: "Prices.pdf", forwarded: 1 }],
  ] as const) {
    await message(page, text).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Forward", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "João Gonçalves" }).click();
    await dialog.getByRole("button", { name: "Forward to 1" }).click();
    await expect(page.getByText("Forwarded to 1 conversation").first()).toBeVisible();
    await expect.poll(() => last(world, JOAO)).toMatchObject(arrived);
  }
  await row(page, "João Gonçalves").click();
  await expect(message(page, "Prices.pdf")).toContainText("Forwarded");
  expect(await world.received(JOAO)).toHaveLength(2);
});

test("documents and sounds go out as what they are", async ({ page, world }) => {
  await open(page, world);
  await attach(page, "Document", "Price list.pdf", "application/pdf", PDF);
  await page.getByRole("textbox", { name: /Caption for/ }).fill("Valid until June");
  await send(page);
  await expect
    .poll(() => last(world, ANA))
    .toMatchObject({ kind: "document", text: "Valid until June", fileName: "Price list.pdf" });
  await attach(page, "Document", "jingle.wav", "audio/wav", tone());
  await page.getByRole("combobox", { name: "Send as" }).click();
  await page.getByRole("option", { name: "Sound" }).click();
  await send(page);
  await expect.poll(() => last(world, ANA)).toMatchObject({ kind: "audio" });
});

test("killed while a file goes out, it goes out once", async ({ page, world }) => {
  test.setTimeout(120_000);
  await open(page, world);
  await world.order("/faults", { slowMedia: 300 });
  await attach(page, "Photos and videos", "hills.png", "image/png", picture());
  await page.getByRole("textbox", { name: /Caption for/ }).fill("Our hills");
  await send(page);
  const waits = message(page, "Our hills").getByRole("img", { name: /Waiting to be sent|Being sent/ });
  await expect(waits).toBeVisible();
  await world.killApp();
  expect(await world.received(ANA)).toEqual([]);
  await world.startApp();
  await page.goto(world.url);
  await row(page, "Ana Silva").click();
  await expect(waits).toBeVisible();
  await world.order("/faults", { slowMedia: 0 });
  await expect
    .poll(() => last(world, ANA), { timeout: 60_000 })
    .toMatchObject({ kind: "image", text: "Our hills" });
  await expect(message(page, "Our hills").getByRole("img", { name: /Delivered|Read/ })).toBeVisible();
  const shown = await world.received(ANA);
  expect(shown).toHaveLength(1);
  expect(shown[0]?.deliveries).toBe(1);
});
