/**
 * Tunnelling, and direct routing by ifconfig, built from bare machines, key by key in the terminals of the
 * page.
 */

import { describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { ladderOf } from "#support/lab-sights";
import {
  addressesOn,
  answerTo,
  at,
  type Exchange,
  expectTurns,
  interruptedLoop,
  listOf,
  sessionIn,
  sitDownAt,
  typeSession,
  whole,
} from "#support/terminal-seat";

const { open } = labBrowser();

describe("TUN", () => {
  const lab = sessionIn(open, "scenario=build-tunnel&lang=zh&theme=dark");

  const conf = "/proc/sys/net/ipv4/conf";
  const built: readonly Exchange[] = [
    ...at(["director", "rs1"], "ifconfig tunl0 10.0.0.10 netmask 255.255.255.255 up"),
    ["rs2", "ip addr add 10.0.0.10/32 dev tunl0 ; ip link set up tunl0", []],
    ["director", "lsmod | grep ipip", /^ipip +\d+ +0\ntunnel4 +\d+ +1 ipip\nip_tunnel +\d+ +1 ipip$/],
    ...at(
      ["rs1", "rs2"],
      `echo "1" > ${conf}/tunl0/arp_ignore`,
      `echo 1 > ${conf}/all/arp_ignore ; echo 2 > ${conf}/all/arp_announce`,
    ),
    ["rs1", `cat ${conf}/all/rp_filter`, ["0"]],
    ["director", "ipvsadm -A -t 10.0.0.10:80 -s rr", []],
    ["director", "ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.201 -i", []],
    ["director", "ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202 -i", []],
    [
      "director",
      "ipvsadm -Ln",
      listOf(
        "TCP  10.0.0.10:80 rr",
        "  -> 10.0.0.201:80                Tunnel  1      0          0",
        "  -> 10.0.0.202:80                Tunnel  1      0          0",
      ),
    ],
  ];

  test("is built, with the virtual address on tunl0 of all three", whole, async () => {
    await typeSession(lab.page, built);
    expect(await addressesOn(lab.page)).toEqual({
      director: "VIP 10.0.0.10 · tunl0",
      rs1: "~VIP 10.0.0.10 · tunl0~",
      rs2: "~VIP 10.0.0.10 · tunl0~",
    });
  });

  test("the endless loop is answered in turns until Ctrl-C, through tunnels", async () => {
    const loop = "while :;do curl 10.0.0.10;sleep 0.3;done";
    expectTurns(await interruptedLoop(lab.page, "client", loop), ["10.0.0.201 RS1", "10.0.0.202 RS2"]);
    const tunnelled = await lab.page.evaluate(
      () =>
        window.lvsLab.page.recording().events.filter(({ event }) => event.kind === "packet-decapsulated")
          .length,
    );
    expect(tunnelled).toBeGreaterThan(10);
    expect((await ladderOf(lab.page)).arrows).toBeGreaterThan(2);
    expect(lab.complaints).toEqual([]);
  });
});

describe("DR by ifconfig, three machines, one switch", () => {
  const lab = sessionIn(open, "scenario=build-dr-ifconfig");

  const conf = "/proc/sys/net/ipv4/conf";
  const built: readonly Exchange[] = [
    ["node1", "ifconfig eth0:2 192.168.163.100/24", []],
    ["node1", "ifconfig eth0:2 down", []],
    ["node1", "ifconfig eth0:2", /^eth0:2: flags=4163<UP,BROADCAST,RUNNING,MULTICAST> {2}mtu 1500\n/],
    ["node1", "ifconfig eth0:2 192.168.163.100 netmask 255.255.255.0", []],
    ...at(
      ["node2", "node3"],
      `echo 1 > ${conf}/eth0/arp_ignore  ; echo 1 > ${conf}/all/arp_ignore`,
      `echo 2 > ${conf}/eth0/arp_announce; echo 2 > ${conf}/all/arp_announce`,
      "ifconfig lo:8 192.168.163.100 netmask 255.255.255.255",
    ),
    ["node2", "service httpd start", []],
    ["node3", "service httpd start", []],
    ["node1", "ipvsadm -A -t 192.168.163.100:80 -s rr", []],
    ["node1", "ipvsadm -ln", listOf("TCP  192.168.163.100:80 rr")],
    ["node1", "ipvsadm -a -t 192.168.163.100:80 -r 192.168.163.112 -g -w 1", []],
    ["node1", "ipvsadm -a -t 192.168.163.100:80 -r 192.168.163.113 -g -w 1", []],
    [
      "node1",
      "ipvsadm -ln",
      listOf(
        "TCP  192.168.163.100:80 rr",
        "  -> 192.168.163.112:80           Route   1      0          0",
        "  -> 192.168.163.113:80           Route   1      0          0",
      ),
    ],
  ];

  const socketHead =
    "Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name";

  test("three machines are built with ifconfig", whole, async () => {
    await typeSession(lab.page, built);
    expect(await addressesOn(lab.page)).toEqual({
      node1: "VIP 192.168.163.100 · eth0",
      node2: "~VIP 192.168.163.100 · lo~",
      node3: "~VIP 192.168.163.100 · lo~",
    });
  });

  test("both answer in turns; the connections are at the real servers, not at the director", async () => {
    const { page } = lab;
    await typeSession(page, [
      ["client", "curl 192.168.163.100", ["192.168.163.113 node3"]],
      ["client", "curl 192.168.163.100", ["192.168.163.112 node2"]],
      ["node1", "netstat -natp", ["Active Internet connections (servers and established)", socketHead]],
      ["node2", "netstat -natp", /\ntcp .* 192\.168\.163\.100:80 +192\.168\.163\.6:\d+ +TIME_WAIT +-$/],
      [
        "node1",
        "ipvsadm -lnc",
        /(\nTCP 0[12]:\d\d {2}FIN_WAIT {4}\S+\.6:\d+ \S+\.100:80 192\.168\.163\.11[23]:80){2}$/,
      ],
    ]);
  });

  test("a real server that is off the network leaves SYN_RECV at the director", async () => {
    const { page } = lab;
    await sitDownAt(page, "node2");
    expect(await answerTo(page, "node2", "ifconfig eth0 down")).toEqual([]);
    await sitDownAt(page, "client");
    const answers = [
      ...(await answerTo(page, "client", "curl -m 1 192.168.163.100")),
      ...(await answerTo(page, "client", "curl -m 1 192.168.163.100")),
    ];
    expect(answers.sort()).toEqual([
      "192.168.163.113 node3",
      expect.stringMatching(/^curl: \(28\) Connection timed out after/),
    ]);
    await typeSession(page, [
      [
        "node1",
        "ipvsadm -lnc",
        /\nTCP 00:\d\d {2}SYN_RECV {4}192\.168\.163\.6:\d+ 192\.168\.163\.100:80 192\.168\.163\.112:80/,
      ],
    ]);
    expect(lab.complaints).toEqual([]);
  });
});
