/**
 * The faults that are planted: which scenario has which, on which machine, and an observation that goes wrong
 * as the doctor foretells and goes well once its own lines are typed.
 */

import type { FindingName } from "#doctor/finding";

export interface Planted {
  readonly finding: FindingName;
  /** The scenario, where it is not called as the finding: one of scenarios/ begins with a slash. */
  readonly file?: string;
  /** The machines that the doctor is to name, in order. */
  readonly nodes: readonly string[];
  /** Lines to type, each on a machine; what they say is read as one text. */
  readonly observe: readonly (readonly [node: string, line: string])[];
  readonly fails: RegExp;
  readonly works: RegExp;
}

/** Four requests, one after the other; a failed one says so. */
const ask = (vip: string, client = "client") =>
  [client, `for i in 1 2 3 4; do curl -s -m 1 ${vip} || echo failed; done`] as const;

const nat = ask("192.168.10.200");
const dr = ask("10.0.0.10");
const halfFails = /^(?=[\s\S]*failed)(?=[\s\S]*RS2)(?![\s\S]*RS1)/;
const allFail = /^(failed\n){4}$/;
const bothServe = /^(?=[\s\S]*RS1)(?=[\s\S]*RS2)(?![\s\S]*failed)/;
const oneServes = /^(RS\d\n){4}$/;
const upload = [
  "seq 1000 > upload",
  "for i in 1 2; do curl -s -m 4 --data-binary @upload 10.0.0.10 >/dev/null || echo hung; done",
  "echo over",
].join("; ");

export const planted: readonly Planted[] = [
  // One server gets everything, and the director has never heard of it.
  {
    ...{ finding: "arp-answers-vip", nodes: ["rs1"], observe: [dr, ["director", "ipvsadm -Lnc | wc -l"]] },
    ...{ fails: /^(RS1\n){4}2\n$/, works: /^(RS\d\n){4}6\n$/ },
  },
  {
    ...{ finding: "arp-answers-vip", file: "arp-answers-on-device", nodes: ["rs1"] },
    ...{
      observe: [dr, ["director", "ipvsadm -Lnc | wc -l"]],
      fails: /^(RS1\n){4}2\n$/,
      works: /^(RS\d\n){4}6\n$/,
    },
  },
  // The router's entry moves from the director's MAC address to that of the real server.
  {
    ...{ finding: "arp-announce-leak", nodes: ["rs1"] },
    observe: [
      ["client", "for i in 1 2 3 4; do curl -s -m 1 10.0.0.10 >/dev/null; sleep 1; done"],
      ["router", "arp -an | grep -F '(10.0.0.10)' | cut -d' ' -f4"],
      ["router", "ping -c 1 10.0.0.200 >/dev/null; arp -an | grep -F '(10.0.0.200)' | cut -d' ' -f4"],
    ],
    ...{ fails: /^(\S+)\n(?!\1)\S+\n$/, works: /^(\S+)\n\1\n$/ },
  },
  { finding: "director-keeps-silent", nodes: ["director"], observe: [dr], fails: allFail, works: bothServe },
  { finding: "arp-rule-eats", nodes: ["director"], observe: [dr], fails: allFail, works: bothServe },
  {
    ...{ finding: "vip-on-lo-wide", nodes: ["rs1"], observe: [ask("10.0.0.10", "neighbour")] },
    ...{ fails: halfFails, works: bothServe },
  },
  { finding: "vip-missing", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  { finding: "vip-not-on-director", nodes: ["director"], observe: [dr], fails: allFail, works: bothServe },
  { finding: "device-down", nodes: ["rs1"], observe: [nat], fails: allFail, works: oneServes },
  {
    ...{ finding: "device-down", file: "director-down", nodes: ["director"] },
    ...{ observe: [dr], fails: allFail, works: bothServe },
  },
  { finding: "server-is-vip", nodes: ["director"], observe: [nat], fails: halfFails, works: oneServes },
  { finding: "server-missing", nodes: ["director"], observe: [nat], fails: halfFails, works: oneServes },
  {
    ...{ finding: "duplicate-address", nodes: ["rs2"] },
    observe: [["director", "arping -b -c 1 -I eth1 10.0.0.201 | grep -c reply"]],
    ...{ fails: /^2\n$/, works: /^1\n$/ },
  },
  { finding: "wrong-netmask", nodes: ["client"], observe: [dr], fails: allFail, works: bothServe },
  { finding: "next-hop-silent", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  { finding: "client-without-route", nodes: ["client"], observe: [dr], fails: allFail, works: bothServe },
  { finding: "server-without-route", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  {
    finding: "director-without-route",
    nodes: ["director"],
    observe: [nat],
    fails: allFail,
    works: bothServe,
  },
  { finding: "router-without-route", nodes: ["edge"], observe: [dr], fails: allFail, works: bothServe },
  { finding: "nat-wrong-way-back", nodes: ["rs1"], observe: [nat], fails: halfFails, works: bothServe },
  {
    finding: "nat-client-next-door",
    nodes: ["rs1", "rs2"],
    observe: [nat],
    fails: allFail,
    works: bothServe,
  },
  { finding: "ip-forward-off", nodes: ["director"], observe: [nat], fails: allFail, works: bothServe },
  {
    ...{
      finding: "rp-filter-tunnel",
      nodes: ["rs1"],
      observe: [dr, ["rs1", "nstat -az TcpExtIPReversePathFilter"]],
    },
    ...{ fails: /failed[\s\S]*RS2[\s\S]*Filter +[1-9]/, works: /^(RS\d\n){4}[\s\S]*Filter +0 / },
  },
  {
    ...{ finding: "rp-filter-strict", nodes: ["router"] },
    observe: [dr, ["router", "nstat -az TcpExtIPReversePathFilter"]],
    ...{ fails: /RS1[\s\S]*failed[\s\S]*Filter +[1-9]/, works: /^(RS\d\n){4}[\s\S]*Filter +0 / },
  },
  { finding: "director-as-gateway", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  {
    ...{ finding: "not-on-link", nodes: ["director"] },
    observe: [dr, ["client", "curl -sS -m 2 10.0.0.10; curl -sS -m 2 10.0.0.10"]],
    ...{ fails: /failed[\s\S]*Couldn't connect/, works: /^(RS\d\n){6}$/ },
  },
  { finding: "two-box-loop", nodes: ["rs1"], observe: [dr], fails: /failed/, works: bothServe },
  {
    ...{ finding: "tunnel-mtu", nodes: ["director"], observe: [dr, ["client", upload]] },
    ...{ fails: /^(RS\d\n){4}hung\nhung\nover\n$/, works: /^(RS\d\n){4}over\n$/ },
  },
  {
    ...{ finding: "tunnel-mtu", file: "/tunnel-mtu-trap", nodes: ["firewall"] },
    observe: [["client", upload]],
    ...{ fails: /^hung\nhung\nover\n$/, works: /^over\n$/ },
  },
  { finding: "tunnel-not-taken", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  {
    ...{ finding: "tunnel-not-taken", file: "tunnel-checksum", nodes: ["rs1"] },
    ...{ observe: [dr], fails: halfFails, works: bothServe },
  },
  {
    ...{ finding: "tunnel-not-taken", file: "tunnel-gue", nodes: ["rs1"] },
    ...{ observe: [dr], fails: halfFails, works: bothServe },
  },
  { finding: "port-not-mapped", nodes: ["rs1"], observe: [dr], fails: halfFails, works: bothServe },
  { finding: "nobody-listens", nodes: ["rs1"], observe: [nat], fails: halfFails, works: bothServe },
  { finding: "no-servers", nodes: ["director"], observe: [nat], fails: allFail, works: bothServe },
  { finding: "all-weights-zero", nodes: ["director"], observe: [nat], fails: allFail, works: bothServe },
  // A browser's six connections; what is closed counts for two minutes more.
  {
    ...{ finding: "thresholds-too-low", nodes: ["director"] },
    observe: [["client", "for i in 1 2 3 4 5 6; do curl -s -m 1 192.168.10.200 || echo failed; done"]],
    ...{ fails: /^(RS\d\n){4}(failed\n){2}$/, works: /^(RS\d\n){6}$/ },
  },
  {
    ...{ finding: "persistence-behind-nat", nodes: ["director"] },
    observe: [
      ["client", "curl -s 192.168.10.200"],
      ["pc2", "curl -s 192.168.10.200"],
    ],
    ...{ fails: /^(RS\d)\n\1\n$/, works: /^(RS\d)\n(?!\1)RS\d\n$/ },
  },
  { finding: "mark-never-set", nodes: ["director"], observe: [dr], fails: allFail, works: bothServe },
  {
    finding: "fullnat-no-local-address",
    nodes: ["director"],
    observe: [nat],
    fails: allFail,
    works: oneServes,
  },
  {
    ...{ finding: "fullnat-few-ports", nodes: ["director"], observe: [nat] },
    ...{ fails: /^(RS1\n){3}failed\n$/, works: oneServes },
  },
  {
    ...{ finding: "fullnat-without-toa", nodes: ["rs1"] },
    observe: [
      ["client", "curl -s 192.168.10.200"],
      ["rs1", "cut -d' ' -f1 /var/log/httpd/access_log"],
    ],
    ...{ fails: /^RS1\n10\.0\.0\.211\n$/, works: /^RS1\n192\.168\.10\.6\n$/ },
  },
  {
    ...{ finding: "one-packet-nat", nodes: ["director"] },
    observe: [
      [
        "client",
        "(tcpdump -c 2 -nn -t -i eth0 udp 2>/dev/null & echo hello | nc -u -w 1 192.168.10.200 53; wait)",
      ],
    ],
    ...{ fails: /IP 10\.0\.0\.20\d\.53 >/, works: /IP 192\.168\.10\.200\.53 >/ },
  },
  { finding: "firewall-eats", nodes: ["rs1"], observe: [nat], fails: halfFails, works: bothServe },
  {
    ...{ finding: "short-timeout", nodes: ["director"] },
    observe: [
      ["client", "{ sleep 1; echo early; sleep 8; echo late; sleep 1; } | nc -N 192.168.10.200 7; echo over"],
      ["rs1", "ss -tan | grep -c ESTAB"],
      ["rs2", "ss -tan | grep -c ESTAB"],
    ],
    ...{ fails: /^[\s\S]*over\n[\s\S]*1\n/, works: /late[\s\S]*over\n0\n0\n$/ },
  },
  {
    ...{ finding: "sync-id-differs", nodes: ["standby"] },
    observe: [
      ["client", "curl -s -m 3 -o /dev/null 10.0.0.10; sleep 4"],
      ["standby", "ipvsadm -Lnc | grep -c 10.0.0.10"],
    ],
    ...{ fails: /^0\n$/, works: /^1\n$/ },
  },
];
