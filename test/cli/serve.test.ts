/** `lvs-lab serve`, as a clone and as a published package run it. */

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { findCommand } from "#cli/commands";
import { builtPage } from "#support/built-page";

const root = fileURLToPath(new URL("../..", import.meta.url));

beforeAll(builtPage);

interface Served {
  readonly said: string;
  readonly page: string;
  readonly exitCode: number | null;
}

/** Runs a program until it says where it serves, looks at the page, and presses Ctrl-C. */
function servedBy(program: string, args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let page = "";
  child.stdout.setEncoding("utf8").on("data", async (text: string) => {
    said += text;
    const [url] = /http:\S+/.exec(said) ?? [];
    if (url === undefined || !said.endsWith("Ctrl-C ends it.\n")) return;
    page = await (await fetch(url)).text();
    child.kill("SIGINT");
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => {
      if (page === "") reject(new Error(`nothing was served: ${said}${complaint}`));
      resolve({ said, page, exitCode });
    });
  });
}

describe("lvs-lab serve", () => {
  test("says where the page is, serves it, and ends with Ctrl-C", { timeout: 60_000 }, async () => {
    const { said, page, exitCode } = await servedBy(join(root, "bin/lvs-lab.mjs"), ["serve", "--port", "0"]);
    expect(said).toMatch(/^LVS Lab is ready: http:\/\/localhost:\d+\/\nCtrl-C ends it\.\n$/);
    expect(page).toContain("<title>LVS Lab</title>");
    expect(exitCode).toBe(0);
  });

  test("works from the published package, and so does a run in the terminal", {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "lvs-lab-pack-"));
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    execFileSync(npm, ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: root });
    const [packed = ""] = readdirSync(folder);
    execFileSync("tar", ["xzf", packed], { cwd: folder });
    const program = join(folder, "package/bin/lvs-lab.mjs");
    const { page, exitCode } = await servedBy(program, ["serve", "--port", "0"]);
    expect([page.includes("<title>LVS Lab</title>"), exitCode]).toEqual([true, 0]);
    const ran = execFileSync(process.execPath, [program, "run", "nat-basic", "--quiet"], {
      encoding: "utf8",
    });
    expect(ran).toContain("client$ curl");
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    [["--port", "70000"], "--port is at most 65535"],
    [["--port", "many"], '--port takes a whole number from 0 up, not "many"'],
    [["--host", "256.0.0.1", "--port", "0"], "cannot listen: "],
    [["scenario"], "it takes no operand: scenario"],
  ])("refuses %j", async (argv, complaint) => {
    let said = "";
    const write = process.stderr.write;
    process.stderr.write = ((text: string) => {
      said += text;
      return true;
    }) as typeof write;
    const code = await findCommand("serve")?.run(argv);
    process.stderr.write = write;
    expect([code, said]).toEqual([2, expect.stringContaining(`lvs-lab serve: ${complaint}`)]);
  });
});
