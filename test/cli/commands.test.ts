/** The command line: what goes in, what comes out, and the exit codes; never a stack trace. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readCapture } from "#sim/wire/pcap-reader";
import { lvsLab } from "#support/command-line";

const folder = mkdtempSync(join(tmpdir(), "lvs-lab-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pair = `
title: { en: Pair, zh: 一对 }
segments: { wire: { kind: cable } }
nodes:
  a:
    kind: host
    devices: { eth0: wire }
    setup: ip addr add 10.0.0.1/24 dev eth0
  b:
    kind: host
    devices: { eth0: wire }
    setup: |
      ip addr add 10.0.0.2/24 dev eth0
script:
  - { at: 100ms, on: a, run: ping -c 1 10.0.0.2 }
`;

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const good = fileOf("pair.yaml", pair);

describe("list", () => {
  test("names every scenario with its title below its topic, in either language", async () => {
    const files = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));
    const { code, out } = await lvsLab("list");
    expect(code).toBe(0);
    const listed = [...out.matchAll(/^ {2}(\S+) {2}/gm)].map(([, name]) => `${name}.yaml`);
    expect(listed.sort()).toEqual(files.sort());
    expect(out).toMatch(/^NAT\n {2}nat-basic +NAT with two real servers$/m);
    expect(out).toMatch(/\n\nThe ARP problem\n {2}arp-ignore-alone /);
    expect((await lvsLab("list", "--zh")).out).toMatch(
      /^NAT 模式\n {2}nat-basic +两台真实服务器的 NAT 模式$/m,
    );
  });

  test("leaves no scenario without a topic", async () => {
    expect((await lvsLab("list")).out).not.toMatch(/^Others$/m);
  });

  test("finds by a word of the name, the title or the topic, and tells more", async () => {
    const { out } = await lvsLab("list", "--long", "maglev");
    expect(out).toMatch(/^Schedulers\n {2}scheduler-mh {2}Maglev hashing [^\n]+\n {6}As with sh, [^\n]+\n$/);
    expect((await lvsLab("list", "takeover")).out.split("\n").length).toBe(4);
    expect((await lvsLab("list", "no such thing")).code).toBe(2);
  });

  test("a slip in a name is told with the name that was meant", async () => {
    expect((await lvsLab("run", "direct-ruoting")).err).toContain("did you mean direct-routing?");
  });
});

describe("doctor", () => {
  test("tells machine, consequence, cure and lesson, in either language, and fails", async () => {
    const { code, out } = await lvsLab("doctor", "nat-no-forward");
    expect(code).toBe(1);
    expect(out).toMatch(
      /^director {2}ip_forward is off\n {2}What comes from 10\.0\.0\.20\d for 192\.168\.10\.6 /,
    );
    expect(out).toContain(
      "\n    director$ sysctl -w net.ipv4.ip_forward=1\n  lesson: ip-forward\n\n1 finding\n",
    );
    expect((await lvsLab("doctor", "--zh", "nat-no-forward")).out).toMatch(
      /^director {2}没有打开 ip_forward\n/,
    );
  });

  test("has nothing to say of a sound scenario, also after so much of its script", async () => {
    expect(await lvsLab("doctor", "sync-failover")).toMatchObject({ code: 0, err: "" });
    expect((await lvsLab("doctor", "direct-routing", "--at", "8s")).code).toBe(0);
    expect((await lvsLab("doctor", "tunnel-basic", "--at", "7s")).out).toContain("rp_filter is 1 on tunl0");
  });

  test("gives programs the values, and refuses what is no scenario", async () => {
    const { out } = await lvsLab("doctor", "--json", "nat-wrong-gateway");
    const { findings } = JSON.parse(out);
    expect(findings).toMatchObject([
      {
        ...{ name: "nat-wrong-way-back", node: "rs2", problems: [10], lesson: "whose-gateway" },
        evidence: { gateway: "10.0.0.101", destination: "10.0.0.202:80" },
        remedy: [{ node: "rs2", command: "ip route replace default via 10.0.0.200" }],
      },
    ]);
    expect((await lvsLab("doctor")).code).toBe(2);
    expect((await lvsLab("doctor", "nothing-of-that-name")).code).toBe(2);
  });
});

describe("run", () => {
  test("prints commands, their output, frames and decisions, each at its time and node", async () => {
    const { code, out, err } = await lvsLab("run", good);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain("  0.100000  a$ ping -c 1 10.0.0.2\n");
    expect(out).toMatch(
      /^ +0\.1\d+ {2}a eth0 Out ARP, Request who-has 10\.0\.0\.2 tell 10\.0\.0\.1, length 28$/m,
    );
    expect(out).toMatch(/^ +0\.1\d+ {2}b {5}route for 10\.0\.0\.1: 10\.0\.0\.0\/24 dev eth0, table main/m);
    expect(out).toMatch(/^ +a \| 1 packets transmitted, 1 received/m);
  });

  test("--quiet prints commands and their output only", async () => {
    const { out } = await lvsLab("run", good, "--quiet");
    expect(out).toMatch(/^ +0\.100000 {2}a\$ ping -c 1 10\.0\.0\.2\nPING 10\.0\.0\.2/);
    expect(out).not.toContain("ARP");
  });

  test("--brief prints decisions without frames, and lets the point of a scenario be seen", async () => {
    const { out } = await lvsLab("run", "arp-nothing-set", "--brief");
    expect(out).toMatch(/^ +0\.5\d+ {2}rs1 +answers by eth0: 10\.0\.0\.10 is at 02:00:00:00:04:00$/m);
    expect(out).toMatch(/^ +6\.0\d+ {2}rs1 +no answer to who has 10\.0\.0\.10 by eth0: .*arp_ignore is 1/m);
    expect(out).toMatch(/^ +6\.0\d+ {2}director +ipvs TCP 10\.0\.0\.10:80 rr chooses 10\.0\.0\.202:80 /m);
    expect(out).toMatch(/^ +client +\| 10\.0\.0\.202 RS2$/m);
    expect(out).not.toMatch(/ eth0 (?:In|Out) |route for |forwarded to |\(used\)/);
  });

  test.each<[string, RegExp]>([
    ["weight-zero-drain", /ipvs new template TCP 192\.168\.10\.6:0 .* by the scheduler, 600 s$/m],
    ["weight-zero-drain", /ipvs new connection TCP .*, nat, by its template, 3 s$/m],
    [
      "weight-zero-drain",
      /ipvs template .* ends: its destination has weight 0: .*\(net\.ipv4\.vs\.expire_quiescent_\w+\)$/m,
    ],
    [
      "deleted-server",
      /dropped: its destination has been deleted: expire_nodest_conn is 0 \(net\.ipv4\.vs\./,
    ],
    ["sync-failover", /director1 +ipvs will tell other directors of TCP .*: enough packets have passed$/m],
    ["sync-failover", /director1 +ipvs sends a sync message: 3 connections, 116 bytes$/m],
    ["sync-failover", /director2 +ipvs hears a sync message of syncid 51: 3 connections$/m],
    ["fullnat", /ipvs new connection .*, fullnat \(not in the mainline kernel\), by the scheduler, 3 s$/m],
  ])("the words of %s: %s", async (name, words) => {
    expect((await lvsLab("run", name, "--brief")).out).toMatch(words);
  });

  test("--quiet names the node of a line that is not right below its command", async () => {
    const { out } = await lvsLab("run", "sync-failover-unsynced", "--quiet");
    expect(out).toMatch(
      /director2\$ ipvsadm -Lnc\nIPVS .*\npro .*\n +director1 \| IPVS connection entries\n/,
    );
    expect(out).toMatch(/\n +client +\| curl: \(56\)/);
  });

  test("--json gives a line for every event, each with its cause before it", async () => {
    const { out } = await lvsLab("run", good, "--json");
    const records = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const events = records.filter(({ id }) => id !== undefined);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.every(({ id, cause }) => cause < id)).toBe(true);
    const echo = events.find(({ kind, frame }) => kind === "frame-sent" && frame.payload.kind === "ipv4");
    expect(echo.frame.payload.src).toBe("10.0.0.1");
    expect(echo.frame.src).toBe("02:00:00:00:01:00");
    expect(records.at(-1)).toMatchObject({ kind: "command-ended", exitCode: 0 });
  });

  test("--pcap holds what every device saw", async () => {
    const path = join(folder, "pair.pcapng");
    expect((await lvsLab("run", good, "--quiet", "--pcap", path)).code).toBe(0);
    const capture = readCapture(readFileSync(path));
    expect(capture).toMatchObject({
      devices: [{ name: "a:lo" }, { name: "a:eth0" }, { name: "b:lo" }, { name: "b:eth0" }],
    });
  });

  test("--until stops in the middle, and tells what was under way to stop", async () => {
    const endless = fileOf("endless.yaml", pair.replace("ping -c 1", "ping"));
    const { code, out } = await lvsLab("run", endless, "--quiet", "--until", "2500ms");
    expect(code).toBe(0);
    expect(out).toContain("3 packets transmitted, 3 received");
  });
});

describe("exec", () => {
  test("runs one command at time zero", async () => {
    const { code, out } = await lvsLab("exec", good, "a", "ping -c 1 10.0.0.2 > /tmp/x; grep -c ttl /tmp/x");
    expect({ code, out }).toEqual({ code: 0, out: "1\n" });
  });

  test("a command that fails is exit code 1, and its own code is said", async () => {
    const { code, err } = await lvsLab("exec", good, "a", "exit 7");
    expect(code).toBe(1);
    expect(err).toContain("exit code 7");
  });
});

describe("check", () => {
  test("a good file", async () => {
    expect(await lvsLab("check", good)).toEqual({ code: 0, out: `${good}: ok\n`, err: "" });
  });

  test("every mistake with its place", async () => {
    const bad = fileOf("bad.yaml", pair.replace("kind: cable", "kind: rope").replace("on: a", "on: z"));
    const { code, out } = await lvsLab("check", bad);
    expect(code).toBe(1);
    expect(out).toMatch(/bad\.yaml:3:\d+: error: .*rope/);
    expect(out).toMatch(/bad\.yaml:15:\d+: error: .*"?z"?/);
  });

  test("what a setup complains about, with the line of the command", async () => {
    const bad = fileOf(
      "setup.yaml",
      pair.replace("10.0.0.2/24 dev eth0\nscript", "10.0.0.2/24 dev eth9\nscript"),
    );
    const { code, out } = await lvsLab("check", bad);
    expect(code).toBe(1);
    expect(out).toContain("eth9");
  });
});

describe("a wrong use is one line and exit code 2", () => {
  const broken = fileOf("broken.yaml", "title: [\n");
  test.each([
    ["run", []],
    ["run", ["no-such-scenario"]],
    ["run", ["no/such/file.yaml"]],
    ["run", [good, "--until", "soon"]],
    ["run", [good, "--seed", "x"]],
    ["run", [good, "--nonsense"]],
    ["run", [good, "--json", "--quiet"]],
    ["run", [good, "--json", "--brief"]],
    ["run", [good, "--brief", "--quiet"]],
    ["run", [good, "--pcap", "/no/such/folder/file"]],
    ["exec", [good, "a"]],
    ["exec", [good, "nobody", "true"]],
    ["check", []],
    ["check", ["no-such-scenario"]],
    ["swarm", ["--mutants", "-1"]],
  ])("%s %j", async (name, argv) => {
    const { code, err } = await lvsLab(name, ...argv);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^lvs-lab ${name}: [^\n]+\n$`));
  });

  test("a file that is no scenario: the mistakes follow, a line each", async () => {
    const { code, err } = await lvsLab("run", broken);
    expect(code).toBe(2);
    expect(err).toMatch(/^lvs-lab run: .*broken\.yaml is no scenario yet\n.*broken\.yaml:\d+:\d+: error: /);
    expect(err).not.toContain("    at ");
  });
});
