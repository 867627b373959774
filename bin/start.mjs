/**
 * `npm start [-- options of serve]`: sets up a fresh clone, then serves the lab as a page.
 */
import { installPackages } from "./setup.mjs";

installPackages();
process.argv.splice(2, 0, "serve");
// In this process, so that Ctrl-C reaches who serves and nobody else.
await import("./lvs-lab.mjs");
