/**
 * One simulated world and one running app for each test: the dev build of the real program, whose window is served to
 * the browser, linked to simulators in a process of their own. The app can be killed and started again; the phones go on.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { test as base, expect, type Page } from "@playwright/test";
import jsQR from "jsqr";
import { PNG } from "pngjs";

const ROOT = resolve(import.meta.dirname, "../..");
const BIN = join(ROOT, "build/bin");
export const OWNER = "447700900100";

export interface ShownMessage {
  id: string;
  from: string;
  kind: string;
  text: string;
  fromMe: boolean;
  reply?: string;
  edited?: boolean;
  deliveries: number;
}

interface SheetInfo {
  link: string;
  rows: number;
  serviceAccount: string;
}

export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "mce-e2e-"));
  private simulators?: ChildProcess;
  private app?: ChildProcess;
  private control = "";
  private port = 0;

  async start(): Promise<void> {
    this.port = await freePort();
    const announce = join(this.folder, "services.json");
    this.simulators = spawn(
      join(BIN, "simulators"),
      ["-quiet", "-data", join(this.folder, "sim"), "-announce", announce],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    this.control = (
      await eventually(
        "the simulators",
        () => JSON.parse(readFileSync(announce, "utf8")) as { control: string },
      )
    ).control;
    await this.startApp();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  get dataFolder(): string {
    return join(this.folder, "app");
  }

  /** Starts the app on this world, or, as `make demo` does, on the one it brings itself. */
  async startApp(mode: "simulator" | "demo" = "simulator"): Promise<void> {
    const where = mode === "demo" ? ["--demo"] : ["--simulator", join(this.folder, "services.json")];
    this.app = spawn(join(BIN, "mce-platform-dev"), [...where, "--data", this.dataFolder], {
      stdio: "ignore",
      env: { ...process.env, devserver: `127.0.0.1:${this.port}`, assetdir: join(ROOT, "frontend/dist") },
    });
    await eventually("the app", async () => {
      const response = await fetch(this.url);
      if (!response.ok) throw new Error(response.statusText);
      return response.text();
    });
  }

  /** Starts the app again with another Google, in the words of gsheets.Options; it returns what was there before. */
  async changeGoogle(change: Record<string, unknown>): Promise<Record<string, unknown>> {
    await this.killApp();
    const file = join(this.folder, "services.json");
    const services = JSON.parse(readFileSync(file, "utf8")) as { google: Record<string, unknown> };
    writeFileSync(file, JSON.stringify({ ...services, google: { ...services.google, ...change } }));
    await this.startApp();
    return services.google;
  }

  /** SIGKILL: the program gets no chance to tidy up. */
  async killApp(): Promise<void> {
    await end(this.app, "SIGKILL");
  }

  freshData(): void {
    rmSync(this.dataFolder, { recursive: true, force: true });
  }

  /** What a failing disk leaves behind. */
  damageDatabase(): void {
    const file = join(this.dataFolder, "mce.db");
    writeFileSync(file, "not a database ".repeat(5000));
    rmSync(`${file}-wal`, { force: true });
  }

  /** Closes the window as its close button does. */
  async closeWindow(page: Page): Promise<void> {
    await page.evaluate(() => (globalThis as unknown as { runtime: { Quit(): void } }).runtime.Quit());
  }

  async appHasEnded(): Promise<void> {
    await eventually("the end of the app", () => {
      if (this.app?.exitCode === null && this.app.signalCode === null) throw new Error("still running");
    });
  }

  async stop(): Promise<void> {
    await end(this.app, "SIGKILL");
    await end(this.simulators, "SIGTERM");
    rmSync(this.folder, { recursive: true, force: true });
  }

  async order<T = unknown>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(
      this.control + path,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    const answer = await response.text();
    if (!response.ok) throw new Error(`${path}: ${answer}`);
    return JSON.parse(answer) as T;
  }

  /** What a phone shows that its own user did not write. */
  async received(number: string): Promise<ShownMessage[]> {
    const inbox = await this.order<ShownMessage[]>(`/phones/${number}/inbox`);
    return inbox.filter((message) => !message.fromMe);
  }

  async say(number: string, text: string, form?: string): Promise<void> {
    await this.tell(number, { text, form });
  }

  /** Lets a phone send anything: the fields are those of wasim.Content, a file's bytes as base64. It returns the id. */
  async tell(number: string, content: Record<string, unknown>): Promise<string> {
    return (await this.order<{ id: string }>(`/phones/${number}/send`, { to: OWNER, ...content })).id;
  }

  /** The owner's phone types the code. It answers when linking has ended, which may need a person first. */
  typeCode(code: string): Promise<unknown> {
    return this.order(`/phones/${OWNER}/enter-code`, { code });
  }

  async sheet(): Promise<SheetInfo> {
    return this.order<SheetInfo>("/sheet");
  }

  /** Holds a phone, the owner's first of all, in front of the screen, until linking has ended. */
  async scan(page: Page, phone = OWNER): Promise<void> {
    await this.order(`/phones/${phone}/scan`, { code: await this.readCode(page) });
  }

  /** The same where linking needs a person first: the phone's answer is not waited for. */
  async beginScan(page: Page, phone = OWNER): Promise<void> {
    const code = await this.readCode(page);
    void this.order(`/phones/${phone}/scan`, { code }).catch(() => undefined);
  }

  /** What a phone reads off the screen. */
  private async readCode(page: Page): Promise<string | undefined> {
    const code = page.getByRole("img", { name: /code to scan/i });
    await expect(code).toBeVisible();
    const picture = PNG.sync.read(await code.screenshot());
    const found = jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height);
    expect(found, "a QR code on the screen").not.toBeNull();
    return found?.data;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}

async function eventually<T>(what: string, look: () => T | Promise<T>): Promise<T> {
  let last: unknown;
  for (const start = Date.now(); Date.now() - start < 30_000; ) {
    try {
      return await look();
    } catch (cause) {
      last = cause;
      await wait(50);
    }
  }
  throw new Error(`${what} did not start: ${String(last)}`);
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await gone;
}

export const test = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
  world: async ({}, use) => {
    const world = new World();
    await world.start();
    await use(world);
    await world.stop();
  },
});

export { expect };
