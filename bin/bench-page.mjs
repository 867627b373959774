/**
 * `npm run bench:page`: measures the built page in a real browser, and ends with 1 where it falls short.
 */
import { fileURLToPath } from "node:url";
import { root } from "./fresh.mjs";
import { installBrowser, installPackages } from "./setup.mjs";

installPackages();
await installBrowser();
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./bench/page.ts", { root: fileURLToPath(root), configFile: false });
process.exitCode = await module.measurePage(process.argv.slice(2));
