/**
 * Direct routing built from bare machines, key by key in the terminals of the page: behind a router, and with
 * the virtual address in another network.
 */

import { describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { ladderOf } from "#support/lab-sights";
import {
  addressesOn,
  at,
  expectTurns,
  interruptedLoop,
  listOf,
  promptAt,
  rowsOnScreen,
  sessionIn,
  sitDownAt,
  typeSession,
  whole,
} from "#support/terminal-seat";

const { open } = labBrowser();

describe("DR, one network, behind a router", () => {
  const lab = sessionIn(open, "scenario=build-dr");

  const loop = "while :;do curl 10.0.0.10;sleep 0.5;done";
  const quiet = at(
    ["rs1", "rs2"],
    "echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore",
    "echo 2 > /proc/sys/net/ipv4/conf/all/arp_announce",
    "echo 1 > /proc/sys/net/ipv4/conf/lo/arp_ignore",
    "echo 2 > /proc/sys/net/ipv4/conf/lo/arp_announce",
  );

  test("real servers are made quiet, then all three take the virtual address", whole, async () => {
    const { page } = lab;
    expect(await addressesOn(page)).toEqual({});
    await typeSession(page, [
      ...quiet,
      ["rs1", "cat /proc/sys/net/ipv4/conf/all/arp_ignore", ["1"]],
      ...at(["director", "rs1", "rs2"], "ip a a 10.0.0.10/32 dev lo"),
    ]);
    expect(await addressesOn(page)).toEqual({
      director: "VIP 10.0.0.10 · lo",
      rs1: "~VIP 10.0.0.10 · lo~",
      rs2: "~VIP 10.0.0.10 · lo~",
    });
  });

  test("the director is built", async () => {
    await typeSession(lab.page, [
      ["director", "ipvsadm -A -t 10.0.0.10:80 -s rr", []],
      ["director", "ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.201:80 -g", []],
      ["director", "ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202:80 -g", []],
      [
        "director",
        "ipvsadm -Ln",
        listOf(
          "TCP  10.0.0.10:80 rr",
          "  -> 10.0.0.201:80                Route   1      0          0",
          "  -> 10.0.0.202:80                Route   1      0          0",
        ),
      ],
    ]);
  });

  test("the endless loop is answered in turns, past the director, until Ctrl-C", async () => {
    const { page } = lab;
    expectTurns(await interruptedLoop(page, "client", loop), ["10.0.0.201 RS1", "10.0.0.202 RS2"]);
    const rowsOf = async (): Promise<string> => (await ladderOf(page)).rows.join("\n");
    await expect.poll(rowsOf).toMatch(/10\.0\.0\.10→192\.168\.10\.6, rs[12] to router/);
    expect(await rowsOf()).not.toMatch(/10\.0\.0\.10→192\.168\.10\.6, .* to director/);
  });

  test("a line with two commands is taken, and the loop comes back from the history", async () => {
    const { page } = lab;
    const conf = "/proc/sys/net/ipv4/conf";
    await typeSession(page, [
      ["director", `echo "0" > ${conf}/all/rp_filter ; echo "0" > ${conf}/eth0/rp_filter`, []],
      ["director", `cat ${conf}/all/rp_filter ${conf}/eth0/rp_filter`, ["0", "0"]],
    ]);
    await sitDownAt(page, "client");
    await page.keyboard.press("ArrowUp");
    await expect.poll(async () => (await rowsOnScreen(page)).at(-1)).toBe(`${promptAt("client")} ${loop}`);
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await rowsOnScreen(page)).at(-1)).toMatch(/^10\.0\.0\.20[12] RS[12]$/);
    await page.keyboard.press("Control+c");
    await expect.poll(async () => (await rowsOnScreen(page)).slice(-2)).toEqual(["^C", promptAt("client")]);
    expect(lab.complaints).toEqual([]);
  });
});

describe("DR, VIP in another network", () => {
  const lab = sessionIn(open, "scenario=build-dr-vip-elsewhere&theme=dark");

  test("the router gets a second network, under a label", async () => {
    await typeSession(lab.page, [
      ["router", "ip a a 172.30.0.101/24 dev eth0 label eth0:1", []],
      ["router", "ip a a 172.30.0.101/24 dev eth0:1", ["RTNETLINK answers: File exists"]],
      [
        "router",
        "ip -4 -o a show dev eth0 | tail -n 1",
        /^2: eth0 {4}inet 172\.30\.0\.101\/24 scope global eth0:1\\ /,
      ],
    ]);
  });

  test("scripts are run by bash, with an exit code", async () => {
    await typeSession(lab.page, [
      ["rs1", "bash rs.sh", ["usage: bash rs.sh start|stop"]],
      ["rs1", "echo $?", ["1"]],
      ["rs1", "bash rs.sh start", ["real server: ready"]],
      ["rs2", "bash rs.sh start", ["real server: ready"]],
      ["director", "bash vs.sh start", ["director: 172.30.0.10:80 is served"]],
      [
        "director",
        "ipvsadm -Ln",
        listOf(
          "TCP  172.30.0.10:80 wrr",
          "  -> 10.0.0.201:80                Route   1      0          0",
          "  -> 10.0.0.202:80                Route   1      0          0",
        ),
      ],
    ]);
    expect(await addressesOn(lab.page)).toEqual({
      director: "VIP 172.30.0.10 · lo",
      rs1: "~VIP 172.30.0.10 · lo~",
      rs2: "~VIP 172.30.0.10 · lo~",
    });
  });

  test("the endless loop is answered in turns until Ctrl-C", async () => {
    const loop = "while :;do curl 172.30.0.10;sleep 0.5;done";
    expectTurns(await interruptedLoop(lab.page, "client", loop), ["10.0.0.201 RS1", "10.0.0.202 RS2"]);
  });

  test("a real server that is stopped loses the address, and takes others in many ways", async () => {
    const modify = "nmcli connection modify eth0 +ipv4.addresses 172.30.0.10/24";
    await typeSession(lab.page, [
      ["rs1", "bash rs.sh stop", ["real server: no longer one"]],
      ["rs1", "ip a a 10.0.0.10/32 dev lo:1", []],
      ["rs1", "ifconfig lo:1 10.0.0.100/32", []],
      ["rs1", "ip -o a show dev lo | grep -c 10.0.0.10", ["2"]],
      [
        "rs1",
        `${modify} && nmcli connection reload && nmcli connection up eth0`,
        /^Connection successfully activated \(D-Bus active path: .*\)$/,
      ],
    ]);
    expect(lab.complaints).toEqual([]);
  });
});
