/**
 * Whether the built command line is as new as its sources, by times of change alone: a few milliseconds.
 *
 * The built file carries the time at which its build began, so a source changed during the build counts as
 * newer. Folders count as sources too: removing a file changes the time of its folder.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = new URL("../", import.meta.url);
export const builtFile = new URL("dist/cli/main.mjs", root);
export const entryFile = new URL("src/cli/main.ts", root);

/** True where there are sources, and the build is missing or older; false in a published copy. */
export function isStale() {
  if (!existsSync(entryFile)) return false;
  if (!existsSync(builtFile)) return true;
  return newestSource() > statSync(builtFile).mtimeMs;
}

function newestSource() {
  const single = ["package.json", "package-lock.json", "vite.config.ts", "vite", "vite/licences.ts", "src"];
  const source = fileURLToPath(new URL("src/", root));
  const under = readdirSync(source, { recursive: true, encoding: "utf8" }).map((path) => source + path);
  const paths = [...single.map((path) => fileURLToPath(new URL(path, root))), ...under];
  return Math.max(...paths.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
}
