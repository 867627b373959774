#!/usr/bin/env node
/**
 * The command `lvs-lab`: builds the command line where that is missing or older than its sources, and for
 * `serve` the page as well; runs it.
 *
 * Plain JavaScript, so that it works in a fresh clone. A published copy has no sources and runs what it has.
 */
import { existsSync } from "node:fs";
import { builtFile, commandLine, isStale, page, root } from "./fresh.mjs";

for (const part of partsOf(process.argv[2])) if (isStale(part)) await rebuild(part);
await import(builtFile(commandLine).href);

/**
 * The parts that a command needs.
 * @param {string | undefined} command
 */
function partsOf(command) {
  return command === "serve" ? [commandLine, page] : [commandLine];
}

/** @param {import("./fresh.mjs").Part} part */
async function rebuild(part) {
  if (!existsSync(new URL("node_modules/vite", root))) {
    process.stderr.write(
      "lvs-lab: the packages it is built with are not installed; run `npm install` first\n",
    );
    process.exit(2);
  }
  const { build } = await import("./build.mjs");
  await build(part);
}
