/**
 * What `npm start` and `npm test` need and a fresh clone lacks: the packages of package-lock.json, and for
 * the tests a browser and fonts. Uses nothing but Node. Does nothing where all is there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./browser.mjs";
import { root } from "./fresh.mjs";

/** Makes node_modules hold what package-lock.json names. Ends the program where that fails. */
export function installPackages() {
  if (arePackagesInstalled()) return;
  process.stderr.write("Installing the packages of package-lock.json\n");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  if (npm?.endsWith("js")) run(process.execPath, [npm, ...args]);
  else run("npm", args);
}

/** The fonts that pictures of the page are compared with, and their packages. */
const fonts = { "DejaVu Sans": "fonts-dejavu-core", "Noto Sans CJK SC": "fonts-noto-cjk" };

/**
 * Sees to a browser for the tests that need one, and to fonts for the pictures it draws. Ends the program
 * where no browser can be had; where fonts cannot be installed, the tests that need one say so.
 */
export async function installBrowser() {
  const isFound = (await findBrowser()) !== undefined;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    installWithApt([...(isFound ? [] : ["chromium"]), ...missingFontPackages()]);
  } else if (!isFound) {
    process.stderr.write("Installing a browser for the tests\n");
    run("npx", ["playwright-core", "install", "chromium"]);
  }
  if ((await findBrowser()) === undefined) fail("No browser for the tests: install Chromium or Chrome");
}

/** @param {readonly string[]} packages */
function installWithApt(packages) {
  if (packages.length === 0) return;
  process.stderr.write(`Installing for the tests: ${packages.join(" ")}\n`);
  run("apt-get", ["update", "-qq"]);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages]);
}

/** Packages of fonts that fontconfig does not know; all where there is no fontconfig yet. */
function missingFontPackages() {
  const { stdout } = spawnSync("fc-list", [":", "family"], { encoding: "utf8" });
  const known = stdout ?? "";
  return Object.entries(fonts).flatMap(([name, from]) => (known.includes(name) ? [] : [from]));
}

/**
 * Runs a program of the project's folder, its output going where ours goes.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {number} its exit code
 */
export function attempt(program, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const shell = process.platform === "win32" && program !== process.execPath;
  const done = spawnSync(program, args, { cwd: fileURLToPath(root), stdio: "inherit", env, shell });
  if (done.error !== undefined) process.stderr.write(`${program}: ${done.error.message}\n`);
  return done.status ?? 1;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function run(program, args) {
  if (attempt(program, args) !== 0) fail(`This failed: ${program} ${args.join(" ")}`);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Whether every package of the lock file is there in its version; those for other systems may be missing. */
function arePackagesInstalled() {
  const wanted = packagesOf("package-lock.json");
  const present = packagesOf("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const there = present[path];
    return there === undefined ? optional === true : there.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  const url = new URL(file, root);
  return existsSync(url) ? JSON.parse(readFileSync(url, "utf8")).packages : {};
}
