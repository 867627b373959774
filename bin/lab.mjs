/**
 * `npm run lab [-- FILE] [options of run]`: sets up a fresh clone, then runs a lab in the terminal.
 */
import { installPackages } from "./setup.mjs";

const given = process.argv.slice(2);
const isFileGiven = given[0] !== undefined && !given[0].startsWith("-");

installPackages();
process.argv.splice(2, 0, "run", ...(isFileGiven ? [] : ["direct-routing"]));
await import("./lvs-lab.mjs");
