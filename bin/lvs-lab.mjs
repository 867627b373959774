#!/usr/bin/env node
/**
 * The command `lvs-lab`: builds the command line where that is missing or older than its sources; runs it.
 *
 * Plain JavaScript, so that it works in a fresh clone. A published copy has no sources and runs what it has.
 */
import { existsSync } from "node:fs";
import { builtFile, isStale, root } from "./fresh.mjs";

if (isStale()) await rebuild();
await import(builtFile.href);

async function rebuild() {
  if (!existsSync(new URL("node_modules/vite", root))) {
    process.stderr.write(
      "lvs-lab: the packages it is built with are not installed; run `npm install` first\n",
    );
    process.exit(2);
  }
  const { buildCommandLine } = await import("./build.mjs");
  await buildCommandLine();
}
