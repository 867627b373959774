/**
 * Builds the command line into dist/cli. `node bin/build.mjs [--clean]`; also called by lvs-lab.mjs.
 *
 * The build goes to a folder of its own and is moved in file by file: first the chunks, whose names carry a
 * hash of their content, and main.mjs last. So a program that is running, or another build at the same time,
 * always finds whole files that belong together. Chunks of earlier builds stay for a day, or until --clean.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile, root } from "./fresh.mjs";

const dist = fileURLToPath(new URL("dist/", root));
const target = join(dist, "cli");
const keepForMs = 24 * 3600 * 1000;

/** Builds dist/cli anew. Throws what vite throws where the sources do not build. */
export async function buildCommandLine() {
  const began = new Date();
  mkdirSync(target, { recursive: true });
  const fresh = mkdtempSync(join(dist, "building-"));
  try {
    await runVite(fresh);
    utimesSync(join(fresh, basename(builtFile.pathname)), began, began);
    moveIn(fresh);
    removeOld(began.getTime());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @param {string} outDir */
async function runVite(outDir) {
  process.stderr.write("lvs-lab: building the command line (once)\n");
  const { build } = await import("vite");
  const configFile = fileURLToPath(new URL("vite.config.ts", root));
  await build({ root: fileURLToPath(root), configFile, logLevel: "warn", build: { outDir } });
}

/** @param {string} fresh */
function moveIn(fresh) {
  const main = basename(builtFile.pathname);
  const files = readdirSync(fresh).filter((file) => file !== main);
  for (const file of [...files, main]) renameSync(join(fresh, file), join(target, file));
}

/** @param {number} began */
function removeOld(began) {
  for (const file of readdirSync(target)) {
    const path = join(target, file);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? began;
    if (began - changed > keepForMs) rmSync(path, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--clean")) rmSync(dist, { recursive: true, force: true });
  await buildCommandLine();
}
