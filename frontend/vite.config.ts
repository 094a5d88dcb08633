import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const LOCALE = "en";

/** Puts emojibase's tables where the emoji picker asks for them, so that it never asks the network. */
function emojiTables() {
  return {
    name: "emoji-tables",
    configResolved() {
      const into = fileURLToPath(new URL(`./public/emoji/${LOCALE}/`, import.meta.url));
      mkdirSync(into, { recursive: true });
      for (const table of ["data.json", "messages.json"]) {
        copyFileSync(fileURLToPath(import.meta.resolve(`emojibase-data/${LOCALE}/${table}`)), into + table);
      }
    },
  };
}

const src = fileURLToPath(new URL("./src", import.meta.url));
const wailsjs = fileURLToPath(new URL("./wailsjs", import.meta.url));

export default defineConfig({
  plugins: [react(), tailwindcss(), emojiTables()],
  resolve: { alias: { "@": src, wailsjs } },
  // public/.gitkeep is copied into dist, so emptying dist keeps the tracked placeholder.
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1500 },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    maxWorkers: 2,
    testTimeout: 15_000,
  },
});
