/**
 * `npm test [-- arguments of vitest]`: sets up a fresh clone, then types, lint, build and tests.
 *
 * Every step runs even where one before it failed, so that one run tells everything; any failure fails all.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { commandLine, hasSources, isStale, page, root } from "./fresh.mjs";
import { attempt, installBrowser, installPackages } from "./setup.mjs";

const results = new URL(".build/tests.json", root);
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${fileURLToPath(results)}`];

installPackages();
await installBrowser();

const failed = [];
if (attempt(process.execPath, [script("typescript/bin/tsc"), "-b"]) !== 0) failed.push("types (tsc -b)");
if (attempt(process.execPath, [script("@biomejs/biome/bin/biome"), "check"]) !== 0)
  failed.push("lint (biome)");
for (const part of [commandLine, page]) {
  if (!hasSources(part)) failed.push(`build (${part.entry} is missing)`);
  if (isStale(part) && attempt(process.execPath, ["bin/build.mjs", `--${part.folder}`]) !== 0)
    failed.push(`build (${part.folder})`);
}
rmSync(results, { force: true });
const vitest = [script("vitest/vitest.mjs"), "run", ...reporters, ...process.argv.slice(2)];
if (attempt(process.execPath, vitest) !== 0) failed.push("tests (vitest)");

for (const step of failed) console.log(`failed: ${step}`);
if (existsSync(results)) console.log(summary(JSON.parse(readFileSync(results, "utf8"))));
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {string} path */
function script(path) {
  return fileURLToPath(new URL(`node_modules/${path}`, root));
}

/** @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number }} counts */
function summary({ numPassedTests, numFailedTests, numPendingTests }) {
  const skipped = numPendingTests === 0 ? "" : `, ${numPendingTests} skipped`;
  return `${numPassedTests} passed, ${numFailedTests} failed${skipped}`;
}
