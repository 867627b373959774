/**
 * The smallest scheduler, forwarding method and command of CONTRIBUTING.md, added to a copy of the sources as
 * it says: one file, and its name or entry in the index. The copy compiles, balances a request with the first
 * two, and runs the third.
 */

import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const contributing = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** Files by their paths: each is named in a line of its own above its block. */
const blocks = [...contributing.matchAll(/^`(src\/[\w/-]+\.ts)`\n\n```ts\n(.*?)^```$/gms)].map(
  ([, path = "", code = ""]) => ({ path, code, name: basename(path, ".ts") }),
);

const needed = ["src", "bin", "vite", "vite.config.ts", "package.json", "package-lock.json"];
const settings = ["tsconfig.json", "tsconfig.base.json"];
const copy = mkdtempSync(join(tmpdir(), "lvs-lab-contributing-"));

const scenario = `
title: { en: Throw-away parts, zh: 一次性部件 }
summary: { en: A scheduler and a method that are not there yet., zh: 尚不存在的调度器与转发方式。 }
segments: { lan: {} }
nodes:
  client:
    kind: client
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.9/24 dev eth0
  director:
    kind: director
    devices: { eth0: lan }
    setup: |
      ip addr add 10.0.0.1/24 dev eth0
      ip addr add 10.0.0.100/32 dev eth0
      modprobe ip_vs_newest
      ipvsadm -A -t 10.0.0.100:80 -s newest
      ipvsadm -a -t 10.0.0.100:80 -r 10.0.0.12 -g -w 0
      ipvsadm -a -t 10.0.0.100:80 -r 10.0.0.11 --tagged
      ipvsadm -a -t 10.0.0.100:80 -r 10.0.0.13 -g -w 0
  server:
    kind: real-server
    devices: { eth0: lan }
    files: { /var/www/html/index.html: "served by newest\\n" }
    programs: [http-server: 80]
    setup: |
      ip addr add 10.0.0.11/24 dev eth0
      sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
      ip addr add 10.0.0.100/32 dev lo
script:
  - { at: 0.5s, on: server, run: tcpdump -v -c 1 -ni eth0 tcp }
  - { at: 1s, on: client, run: curl -s http://10.0.0.100/ }
  - { at: 2s, on: director, run: ipvsadm -Ln }
  - { at: 3s, on: director, run: ipvsadm -Sn }
  - { at: 4s, on: director, run: ipvsadm -h }
  - { at: 5s, on: client, run: "greet --help; greet --wait 0.5 10.0.0.1; help | grep greet; which greet" }
`;

/** Puts a file into the copy, and its name or entry into the list of the index beside it. */
function add({ path, code, name }: (typeof blocks)[number]): void {
  writeFileSync(join(copy, path), code);
  const index = join(copy, dirname(path), "index.ts");
  const before = readFileSync(index, "utf8");
  writeFileSync(index, path.startsWith("src/shell/") ? withEntry(before, name) : withImport(before, name));
}

function withImport(index: string, name: string): string {
  const line = `import { ${name} } from "./${name}.ts";\n`;
  expect(contributing).toContain(`\`\`\`ts\n${line}\`\`\``);
  return index.replace(/,?\s*\];\s*$/, `, ${name}];\n`).replace(/^import /m, `${line}import `);
}

function withEntry(index: string, name: string): string {
  const entry = new RegExp(`^\`\`\`ts\n( *\\{ name: "${name}".*\n)\`\`\`$`, "m").exec(contributing)?.[1];
  expect(entry).toBeDefined();
  return index.replace(/\];\s*$/, `${entry}];\n`);
}

const run = (...words: readonly string[]) => promisify(execFile)(process.execPath, words, { cwd: copy });

beforeAll(() => {
  for (const name of [...needed, ...settings])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  writeFileSync(join(copy, "contributing.yaml"), scenario);
  for (const block of blocks) add(block);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("CONTRIBUTING.md", () => {
  test("has a scheduler, a forwarding method and a command", () => {
    expect(blocks.map(({ path }) => path)).toEqual([
      "src/sim/ipvs/schedulers/newest.ts",
      "src/sim/ipvs/forwarders/tagged.ts",
      "src/shell/commands/greet.ts",
    ]);
  });

  test("they compile", async () => {
    const { stdout } = await run("node_modules/typescript/bin/tsc", "-b", "src/shell");
    expect(stdout).toBe("");
  });

  test("ipvsadm and the shell know them, and a connection reaches its server", async () => {
    const { stdout } = await run("bin/lvs-lab.mjs", "run", "contributing.yaml");
    for (const expected of [
      "served by newest",
      /server +\| .* IP \(tos 0x20/,
      "ipvs TCP 10.0.0.100:80 newest chooses 10.0.0.11:80 of 10.0.0.13:80 (weight 0",
      "ipvs tagged to 10.0.0.11:80 by eth0",
      /TCP {2}10\.0\.0\.100:80 newest\n/,
      /-> 10\.0\.0\.11:80 +Tagged +1 +0 +1/,
      "-A -t 10.0.0.100:80 -s newest",
      "-a -t 10.0.0.100:80 -r 10.0.0.11:80 --tagged -w 1",
      /--scheduler .*, newest;/,
      /--tagged .* forwarding method tagged/,
      /LVS Lab's greet: say hello\./,
      /-w, --wait=SECONDS +first/,
      "Hello 10.0.0.1",
      / greet +say hello\n/,
      "/usr/bin/greet",
    ]) {
      expect(stdout).toMatch(expected);
    }
  });
});
