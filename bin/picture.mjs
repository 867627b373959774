/**
 * `npm run picture`: takes the pictures of the README anew, in docs/.
 */
import { fileURLToPath } from "node:url";
import { findBrowser } from "./browser.mjs";
import { isStale, page, root } from "./fresh.mjs";
import { installBrowser, installPackages } from "./setup.mjs";

installPackages();
await installBrowser();
if (isStale(page)) await (await import("./build.mjs")).build(page);
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./bench/picture.ts", { root: fileURLToPath(root), configFile: false });
await module.takePictures({
  executablePath: await findBrowser(),
  folder: fileURLToPath(new URL("dist/page/", root)),
  target: fileURLToPath(new URL("docs/", root)),
});
