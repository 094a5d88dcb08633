import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(process.cwd(), "src");

export interface Source {
  /** Path below src/, with slashes. */
  path: string;
  text: string;
}

/** Our own source files, for tests about how they are written. */
export function sources(extension = /\.tsx?$/): Source[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: relative(root, file).replaceAll("\\", "/"), text: readFileSync(file, "utf8") };
    });
}

export function isTest(path: string): boolean {
  return path.startsWith("testing/") || /\.test\.tsx?$/.test(path);
}
