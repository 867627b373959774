/**
 * NAT and FULLNAT built from bare machines, key by key in the terminals of the page, as tutorials have them
 * typed: an editor, the lists, an endless loop of requests that Ctrl-C ends.
 */

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { ladderOf, stageOf } from "#support/lab-sights";
import {
  answerTo,
  type Exchange,
  expectTurns,
  interruptedLoop,
  listOf,
  promptAt,
  rowsAfter,
  rowsOnScreen,
  sessionIn,
  sitDownAt,
  typeKeys,
  typeSession,
  whole,
} from "#support/terminal-seat";

const { open } = labBrowser();

const builtNat: readonly Exchange[] = [
  ["director", "sysctl -p", ["net.ipv4.ip_forward = 1"]],
  ["director", "ipvsadm -A -t 192.168.10.200:80 -s wrr", []],
  ["director", "ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.201:80 -m", []],
  ["director", "ipvsadm -a -t 192.168.10.200:80 -r 10.0.0.202:80 -m", []],
  [
    "director",
    "ipvsadm -L",
    listOf(
      "TCP  192.168.10.200:http wrr",
      "  -> 10.0.0.201:http              Masq    1      0          0",
      "  -> 10.0.0.202:http              Masq    1      0          0",
    ),
  ],
];

const lookedAtNat: readonly Exchange[] = [
  [
    "director",
    "ipvsadm -Ln --stats",
    /^TCP {2}192\.168\.10\.200:80( +\d+){5}\n( {2}-> 10\.0\.0\.20[12]:80( +\d+){5}\n?){2}$/m,
  ],
  [
    "director",
    "cat /proc/net/ip_vs",
    /\nTCP {2}C0A80AC8:0050 wrr\n {2}-> 0A0000CA:0050 {6}Masq {4}1 .*\n {2}-> 0A0000C9:0050 /,
  ],
  [
    "director",
    "ipvsadm -Lnc | tail -n 1",
    /^TCP 0[0-2]:\d\d {2}TIME_WAIT {3}192\.168\.10\.6:\d+ 192\.168\.10\.200:80 {2}10\.0\.0\.20[12]:80$/,
  ],
  [
    "director",
    "head -n 2 /proc/net/ip_vs_conn",
    /^Pro FromIP {3}FPrt ToIP .*\nTCP C0A80A06 [0-9A-F]{4} C0A80AC8 0050 0A0000C[9A] 0050 TIME_WAIT /,
  ],
  ["director", "mkdir /etc/sysconfig", []],
  ["director", "ipvsadm -Sn > /etc/sysconfig/ipvsadm", []],
  [
    "director",
    "cat /etc/sysconfig/ipvsadm",
    [
      "-A -t 192.168.10.200:80 -s wrr",
      "-a -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 1",
      "-a -t 192.168.10.200:80 -r 10.0.0.202:80 -m -w 1",
    ],
  ],
  [
    "director",
    "systemctl enable --now ipvsadm.service",
    /^Created symlink .*ipvsadm\.service → .*ipvsadm\.service\.$/,
  ],
];

describe("NAT, two networks", () => {
  const lab = sessionIn(open, "scenario=build-nat");

  test("nothing is configured yet", async () => {
    const { page } = lab;
    await sitDownAt(page, "director");
    await expect.poll(() => rowsOnScreen(page)).toEqual([promptAt("director")]);
    expect(await page.locator("#scenario").innerText()).toContain("Type in a terminal below");
    await typeSession(page, [
      ["director", "ipvsadm -Ln", listOf()],
      ["client", "curl -m 1 192.168.10.200", /^curl: \(7\) Failed to connect to 192\.168\.10\.200 port 80 /],
    ]);
  });

  test("vim opens the file over the whole terminal, and :wq brings the prompt back", async () => {
    const { page } = lab;
    await sitDownAt(page, "director");
    await typeKeys(page, "vim /etc/sysctl.conf");
    await page.keyboard.press("Enter");
    await expect
      .poll(async () => (await rowsOnScreen(page)).at(-1))
      .toMatch(/^"\/etc\/sysctl\.conf" 1L, \d+B/);
    const opened = await rowsOnScreen(page);
    expect(opened[0]).toMatch(/^# /);
    expect(opened.slice(1, -1).every((row) => row === "~")).toBe(true);
    await typeKeys(page, "Gonet.ipv4.ip_forward = 1");
    await expect.poll(async () => (await rowsOnScreen(page)).at(-1)).toContain("-- INSERT --");
    expect((await rowsOnScreen(page))[1]).toBe("net.ipv4.ip_forward = 1");
    await page.keyboard.press("Escape");
    await typeKeys(page, ":wq");
    await expect.poll(async () => (await rowsOnScreen(page)).at(-1)).toBe(":wq");
    await page.keyboard.press("Enter");
    expect(
      await rowsAfter(page, `${promptAt("director")} vim /etc/sysctl.conf`, promptAt("director")),
    ).toEqual([]);
  });

  test("the director is built, and the stage shows its virtual address", async () => {
    const { page } = lab;
    expect((await stageOf(page)).machines.flatMap(({ chips }) => chips)).toEqual([]);
    await typeSession(page, builtNat);
    const director = (await stageOf(page)).machines.find(({ name }) => name === "director");
    expect(director?.chips).toEqual(["VIP 192.168.10.200 · eth0"]);
  });

  test("the endless loop streams answers that alternate, until Ctrl-C", async () => {
    const { page } = lab;
    const loop = "while :;do curl 192.168.10.200;sleep 0.5;done";
    expectTurns(await interruptedLoop(page, "client", loop), ["10.0.0.201 RS1", "10.0.0.202 RS2"]);
    const rowsOf = async (): Promise<string> => (await ladderOf(page)).rows.join("\n");
    await expect.poll(rowsOf).toMatch(/192\.168\.10\.6→10\.0\.0\.20[12], director to rs[12]/);
    expect((await ladderOf(page)).arrows).toBeGreaterThan(2);
    expect(await page.locator("#scenario li").last().innerText()).toContain(loop);
  });

  test("Ctrl-C has left a shell that goes on", async () => {
    const { page } = lab;
    expect(await answerTo(page, "client", "echo $?")).toEqual(["130"]);
    expect(await page.locator(".terminal-tabs .busy").count()).toBe(0);
  });

  test("the lists tell of the connections, and the service is saved", async () => {
    const { page } = lab;
    await typeSession(page, lookedAtNat);
    expect(lab.complaints).toEqual([]);
  });
});

const builtFullnat: readonly Exchange[] = [
  ["director", "ipvsadm -A -t 192.168.10.200:80 -s rr", []],
  ["director", "ipvsadm -a -t 192.168.10.200:80 -r 10.1.0.201:8080 -b", []],
  ["director", "ipvsadm -a -t 192.168.10.200:80 -r 10.2.0.202:8080 -b", []],
  ["client", "curl -m 1 192.168.10.200", /^curl: \(28\) Connection timed out after 10\d\d milliseconds$/],
  ["director", "ipvsadm -P -z 10.0.0.211 -t 192.168.10.200:80 -F eth1", []],
  ["director", "ipvsadm --add-laddr -z 10.0.0.212 -t 192.168.10.200:80 -F eth1", []],
  [
    "director",
    "ipvsadm -Gn",
    [
      "VIP:VPORT            TOTAL    SNAT_IP              CONFLICTS  CONNS",
      "192.168.10.200:80    2",
      "                              10.0.0.211           0          0",
      "                              10.0.0.212           0          0",
    ],
  ],
  [
    "director",
    "ipvsadm -Ln",
    listOf(
      "TCP  192.168.10.200:80 rr",
      "  -> 10.1.0.201:8080              FullNat 1      0          0",
      "  -> 10.2.0.202:8080              FullNat 1      0          0",
    ),
  ],
];

describe("FULLNAT, real servers behind a router", () => {
  const lab = sessionIn(open, "scenario=build-fullnat&theme=dark");

  test("is said not to be in the mainline kernel", async () => {
    const { page } = lab;
    expect(await page.locator("#scenario").innerText()).toContain(
      "FULLNAT is not in the mainline Linux kernel",
    );
  });

  test("is built, and answers as soon as there are local addresses", whole, async () => {
    const { page } = lab;
    await typeSession(page, builtFullnat);
    const loop = "while :;do curl 192.168.10.200;sleep 0.5;done";
    expectTurns(await interruptedLoop(page, "client", loop), ["10.1.0.201 RS1", "10.2.0.202 RS2"]);
  });

  test("servers log a local address, and with toa the client's", async () => {
    const { page } = lab;
    const lastEntry = "tail -n 1 /var/log/httpd/access_log | cut -d' ' -f1";
    expect((await typedAt(page, "rs1", lastEntry)).join()).toMatch(/^10\.0\.0\.21[12]$/);
    await typeSession(page, [
      ["rs1", "modprobe toa", []],
      ["rs2", "modprobe toa", []],
      ["client", "for i in 1 2;do curl -s 192.168.10.200;done|sort", ["10.1.0.201 RS1", "10.2.0.202 RS2"]],
      ["rs1", lastEntry, ["192.168.10.6"]],
    ]);
    expect(lab.complaints).toEqual([]);
  });
});

async function typedAt(page: Page, node: string, line: string): Promise<string[]> {
  await sitDownAt(page, node);
  return answerTo(page, node, line);
}
