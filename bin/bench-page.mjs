/**
 * `npm run bench:page`: measures the built page in a real browser, and ends with 1 where it falls short.
 */
import { fileURLToPath } from "node:url";
import { findBrowser } from "./browser.mjs";
import { isStale, page, root } from "./fresh.mjs";
import { installBrowser, installPackages } from "./setup.mjs";

installPackages();
await installBrowser();
if (isStale(page)) await (await import("./build.mjs")).build(page);
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./bench/page.ts", { root: fileURLToPath(root), configFile: false });
process.exitCode = await module.measurePage({
  executablePath: await findBrowser(),
  folder: fileURLToPath(new URL("dist/page/", root)),
});
