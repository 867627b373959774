/**
 * Whether what is built is as new as its sources, by times of change alone: a few milliseconds.
 *
 * The file that is moved in last carries the time at which its build began, so a source changed during the
 * build counts as newer. Folders count as sources too: removing a file changes the time of its folder.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * What is built: into which folder of dist, which file last, and from what.
 * @typedef {{ folder: string, last: string, entry: string, sources: readonly string[] }} Part
 */

export const root = new URL("../", import.meta.url);

/** What both parts are made with. */
const tools = ["package.json", "package-lock.json", "vite.config.ts", "vite", "src"];

/** @type {Part} */
export const commandLine = { folder: "cli", last: "main.mjs", entry: "src/cli/main.ts", sources: tools };

/** @type {Part} */
export const page = {
  folder: "page",
  last: "index.html",
  entry: "index.html",
  sources: [...tools, "index.html", "public", "scenarios"],
};

/** @param {Part} part */
export const builtFile = ({ folder, last }) => new URL(`dist/${folder}/${last}`, root);

/** Whether its sources are here; in a published copy they are not. */
export const hasSources = (/** @type {Part} */ { entry }) => existsSync(new URL(entry, root));

/**
 * True where there are sources, and the build is missing or older; false in a published copy.
 * @param {Part} part
 */
export function isStale(part) {
  if (!hasSources(part)) return false;
  const built = builtFile(part);
  if (!existsSync(built)) return true;
  const newest = Math.max(...part.sources.map((source) => newestBelow(fileURLToPath(new URL(source, root)))));
  return newest > statSync(built).mtimeMs;
}

/**
 * The latest time of change of a file, or of a folder and all in it.
 * @param {string} path
 * @returns {number}
 */
function newestBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestBelow(`${path}/${name}`)),
    found.mtimeMs,
  );
}
