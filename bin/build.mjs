/**
 * Builds the command line into dist/cli and the page into dist/page: `node bin/build.mjs [--page|--cli]
 * [--clean]`, without a name both. Also called by lvs-lab.mjs.
 *
 * The build goes to a folder of its own and is moved in file by file: first those whose names carry a hash of
 * their content, and main.mjs or index.html last. So a program that is running, or another build at the same
 * time, always finds whole files that belong together. Files of earlier builds stay for a day, or until
 * --clean.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine, page, root } from "./fresh.mjs";

const dist = fileURLToPath(new URL("dist/", root));
const keepForMs = 24 * 3600 * 1000;

/**
 * Builds a part anew. Throws what vite throws where the sources do not build.
 * @param {import("./fresh.mjs").Part} part
 */
export async function build(part) {
  const began = new Date();
  const target = join(dist, part.folder);
  mkdirSync(target, { recursive: true });
  const fresh = mkdtempSync(join(dist, "building-"));
  try {
    await runVite(part, fresh);
    utimesSync(join(fresh, part.last), began, began);
    moveIn(fresh, target, part.last);
    removeOld(target, began.getTime());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * @param {import("./fresh.mjs").Part} part
 * @param {string} outDir
 */
async function runVite(part, outDir) {
  const isPage = part === page;
  process.stderr.write(`lvs-lab: building the ${isPage ? "page" : "command line"} (once)\n`);
  const { build: run } = await import("vite");
  // Whatever the surroundings are for: tests build what people get.
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = "production";
  try {
    await run({
      root: fileURLToPath(root),
      configFile: fileURLToPath(new URL("vite.config.ts", root)),
      ...(isPage ? { mode: "page" } : {}),
      logLevel: "warn",
      build: { outDir },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/**
 * @param {string} fresh
 * @param {string} target
 * @param {string} last
 */
function moveIn(fresh, target, last) {
  const files = filesBelow(fresh).filter((file) => file !== last);
  for (const file of [...files, last]) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    renameSync(join(fresh, file), join(target, file));
  }
}

/**
 * @param {string} target
 * @param {number} began
 */
function removeOld(target, began) {
  for (const file of filesBelow(target)) {
    const path = join(target, file);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? began;
    if (began - changed > keepForMs) rmSync(path, { force: true });
  }
}

/** @param {string} folder */
function filesBelow(folder) {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((entry) => statSync(join(folder, entry), { throwIfNoEntry: false })?.isFile());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--clean")) rmSync(dist, { recursive: true, force: true });
  if (!process.argv.includes("--page")) await build(commandLine);
  if (!process.argv.includes("--cli")) await build(page);
}
