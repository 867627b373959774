/** Mistakes that only the whole file shows. */

import { describe, expect, test } from "vitest";
import { both, goodBut, lines, mistakesOf } from "../support/good-scenario.ts";

describe("across the file", () => {
  test.each<[string, string, string, string]>([
    [
      "an unknown segment",
      "eth0: lan",
      "eth0: lam",
      'x.yaml:7:22: error: there is no segment "lam"; did you mean "lan"?',
    ],
    [
      "a segment without machines",
      "lan: {}",
      "lan: {}\n  spare:",
      both(
        'x.yaml:4:3: warning: nothing is plugged into segment "spare"',
        "name it under the `devices:` of a node, or remove it",
      ),
    ],
    [
      "a device called lo",
      "{ eth0: lan }",
      "{ eth0: lan, lo: lan }",
      both(
        'x.yaml:7:27: error: a device cannot be called "lo"',
        "every node has lo and tunl0 by itself: call this one eth0, eth1, …",
      ),
    ],
    [
      "an unknown node in the script",
      "on: a",
      "on: aa",
      'x.yaml:12:19: error: there is no node "aa"; did you mean "a"?',
    ],
    [
      "times out of order",
      "script:",
      "script:\n  - { at: 1.1s, on: b, run: date }",
      "x.yaml:13:11: warning: 1s comes after 1.1s in the script; write the steps in the order of their times",
    ],
    [
      "an unknown sysctl",
      "kind: host",
      "kind: host\n    sysctl: { net.ipv4.ip_forwad: 1 }",
      'x.yaml:10:15: error: there is no sysctl "net.ipv4.ip_forwad"; did you mean "net.ipv4.ip_forward"?',
    ],
    [
      "a sysctl of a device that is not there",
      "kind: host",
      "kind: host\n    sysctl: { net.ipv4.conf.eth1.arp_ignore: 1 }",
      both(
        'x.yaml:10:15: error: there is no device "eth1" to set net.ipv4.conf.eth1.arp_ignore for',
        'did you mean "eth0"?',
      ),
    ],
    [
      "one MAC address twice",
      "mtu: 1400",
      "mac: 02:00:00:00:01:00",
      both(
        "x.yaml:10:43: warning: 02:00:00:00:01:00 is also the MAC address of a in this segment",
        "change it, or the one in line 7",
      ),
    ],
    [
      "a cable with one end",
      "{ eth0: lan }",
      "{ eth0: lan, eth1: wire }\nsegments2:",
      'x.yaml:8:1: error: a scenario has no key "segments2"; did you mean "segments"?',
    ],
    [
      "two programs on one port",
      "kind: host",
      "kind: host\n    programs: [{ http-server: 80 }, { hold-server: { port: 80 } }]",
      both(
        "x.yaml:10:60: error: TCP port 80 of every address is taken by the program in line 10",
        "choose another port",
      ),
    ],
  ])("%s", (_, from, to, expected) => {
    expect(mistakesOf(goodBut([from, to]))).toContain(expected);
  });

  test("UDP and TCP may share a port, and two addresses too", () => {
    const hold = (address: string): string => `{ hold-server: { port: 8, address: ${address} } }`;
    const programs = ["{ http-server: 7 }", "{ udp-server: 7 }", hold("10.0.0.1"), hold("10.0.0.2")];
    expect(mistakesOf(goodBut(["kind: host", `kind: host\n    programs: [${programs.join(", ")}]`]))).toEqual(
      [],
    );
  });

  test("what a direct cable cannot be", () => {
    const text = goodBut(
      ["lan: {}", "lan: { kind: cable, ageing: 1s }"],
      ["{ eth0: lan }", "{ eth0: lan, eth1: { segment: lan, vlan: 2, loss: 1% } }"],
    );
    expect(mistakesOf(text)).toEqual(
      lines(`
        x.yaml:3:3: error: the cable "lan" has 3 ends; plug in two devices, or make it a \`kind: switch\`
        x.yaml:3:23: error: a cable remembers no addresses; remove \`ageing:\`
        x.yaml:7:49: error: segment "lan" is a cable, which knows no VLANs;
          remove \`vlan:\`, or make the segment a switch
        x.yaml:7:58: error: "loss" of a direct cable cannot differ by end; move it to segment "lan"
      `),
    );
  });
});

describe("the lines of a setup", () => {
  const withSetups = (first: string, second: string): string =>
    goodBut(
      ["    kind: client", `    setup: |\n      ${first}\n    kind: client`],
      ["    kind: host", `    setup: |\n      hostname\n      ${second}\n    kind: host`],
    );

  test.each<[string, string, string, readonly string[]]>([
    [
      "the same address in one segment",
      "ip addr add 10.0.0.1/24 dev eth0",
      "ifconfig eth0:1 10.0.0.1 netmask 255.255.255.0",
      [
        both(
          "x.yaml:13:7: warning: 10.0.0.1 is also an address of a in this segment",
          "change it or the one in line 7, or put a shared address on lo",
        ),
      ],
    ],
    ["the same address on lo", "ip a a 10.0.0.1/32 dev lo", "ip a a 10.0.0.1/32 dev lo", []],
    [
      "no such device",
      "ip addr add 10.0.0.1/24 dev eth1",
      "true",
      ['x.yaml:7:7: warning: a has no device "eth1"; did you mean "eth0"?'],
    ],
    ["devices of modules", "ip addr add 10.0.0.1/24 dev tunl0; ip addr add 10.1.0.1/24 dev gre0", "true", []],
    [
      "a device of its own making",
      "ip link add link eth0 name eth0.5 type vlan id 5; ip addr add 10.0.0.1/24 dev eth0.5",
      "true",
      [],
    ],
    [
      "no address",
      "true; ip addr add 10.0.0.300/24 dev eth0",
      "true",
      ['x.yaml:7:13: warning: "10.0.0.300/24" is not an address; write it like 10.0.0.1/24'],
    ],
    [
      "a gateway elsewhere",
      "ip addr add 10.0.0.1/24 dev eth0 && ip route add default via 10.0.1.254",
      "true",
      [
        both(
          "x.yaml:7:43: warning: the gateway 10.0.1.254 is in no network of a",
          "give the node an address in the gateway's network, or add `onlink`",
        ),
      ],
    ],
    [
      "what only the shell can tell",
      "ip addr add $address/24 dev $device; ip route add default via $gateway",
      "# ip addr add 999/24 dev eth7",
      [],
    ],
  ])("%s", (_, first, second, expected) => {
    expect(mistakesOf(withSetups(first, second))).toEqual(expected);
  });
});
