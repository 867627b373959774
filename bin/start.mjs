/**
 * `npm start [-- FILE] [options of run]`: sets up a fresh clone, then runs a lab in the terminal.
 */
import { fileURLToPath } from "node:url";
import { root } from "./fresh.mjs";
import { attempt, installPackages } from "./setup.mjs";

const given = process.argv.slice(2);
const isFileGiven = given[0] !== undefined && !given[0].startsWith("-");
const args = isFileGiven ? given : ["scenarios/direct-routing.yaml", ...given];

installPackages();
process.exitCode = attempt(process.execPath, [
  fileURLToPath(new URL("bin/lvs-lab.mjs", root)),
  "run",
  ...args,
]);
