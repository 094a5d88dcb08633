import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect } from "./world";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");

/** A picture of the whole window for the documentation, light and dark. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.mouse.move(0, 899);
    await expect(page.getByTestId("toast")).toHaveCount(0);
    await page.screenshot({ path: resolve(FOLDER, `${name}-${colorScheme}.png`), animations: "disabled" });
  }
  await page.emulateMedia({ colorScheme: "light" });
}
