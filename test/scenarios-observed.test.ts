/**
 * What the scenarios claim, seen in their own scripts: for each the step that decides, and what it printed.
 *
 * A text is the whole output; an expression has to match it. A step is named by its time and its node.
 */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { seconds } from "#sim/engine/time";

type Observation = readonly [step: string, printed: string | RegExp, claim: string];

const rs1 = "10.0.0.201 RS1\n";
const rs2 = "10.0.0.202 RS2\n";
const first = "192.168.1.101 RS1\n";
const second = "192.168.1.102 RS2\n";
const timedOut = /^curl: \(28\) Connection timed out/;

const observations: Readonly<Record<string, readonly Observation[]>> = {
  "tunnel-basic": [
    ["2s director", /^ipip /m, "the module came with tunl0"],
    ["5.5s client", timedOut, "strict rp_filter lets nothing through"],
    ["7.5s rs2", /TcpExtIPReversePathFilter +[1-9]/, "and counts it"],
    ["9s client", rs1 + rs2 + rs1 + rs2, "with rp_filter 0 the answers alternate"],
  ],
  "tunnel-gue-gre": [
    ["2.5s director", /Tunnel {2}gue:6080:-c +1 [\s\S]*Tunnel {2}gre:\+c +1 /, "one each"],
    ["3s client", /^curl: \(7\) /, "nobody takes GRE, and the client hears of it"],
    ["4.5s client", /^curl: \(7\) /, "nobody has the UDP port either"],
    ["8.5s client", timedOut, "gre0 takes no packet with a checksum, and says nothing"],
    ["10s client", rs1, "GUE by tunl0"],
    ["11.5s rs2", /errors[^\n]*\n +0 +0 +1 /, "the device has counted it"],
    ["13.5s client", rs2, "GRE without a checksum"],
    ["13.2s rs2", /^ In ethertype IPv4 \(0x0800\), length 76: 192\.168\.10\.6\./m, "and what came out of it"],
    ["13s director", /GREv0, length 64: IP 192\.168\.10\.6\.\d+ > 10\.0\.0\.10\.80/, "a packet in it"],
    ["13s director", /IP 10\.0\.0\.200\.\d+ > 10\.0\.0\.201\.6080: UDP, length 64/, "a datagram with one"],
  ],
  "tunnel-two-routers": [
    ["0.5s director", / 1 {2}10\.0\.0\.102 .*\n 2 {2}10\.9\.9\.2 .*\n 3 {2}172\.16\.0\.201 /, "two routers"],
    [
      "1s router3",
      /IP 10\.0\.0\.200 > 172\.16\.0\.202: IP 192\.168\.10\.6\.\d+ > 10\.0\.0\.10\.80/,
      "a packet in it",
    ],
    ["1.5s client", "172.16.0.202 RS2\n", "served from there"],
    ["2s router4", /IP 10\.0\.0\.10\.80 > 192\.168\.10\.6\./, "the answer has a way of its own"],
    ["4s director", /^TCP {2}10\.0\.0\.10:80 +2 +10 +0 +\d+ +0$/m, "no answer passes the director"],
    [
      "5s director",
      /ttl 63,[\s\S]*ttl 62,[\s\S]*ttl 61,[\s\S]*ttl 60,/,
      "by direct routing it goes in circles",
    ],
    ["5.5s client", /No route to host/, "until its TTL is spent"],
  ],
  "tunnel-mtu-trap": [
    ["0.5s client", rs2, "small requests pass"],
    ["1.5s director", /need to frag \(mtu 1480\)/, "the director complains"],
    ["2s client", /^curl: \(28\) Operation timed out .* with 0 bytes received/, "the upload hangs"],
    ["6.5s firewall", /^ +[1-9]\d* +\d+ DROP/m, "the complaints ended at the firewall"],
    ["7.5s client", rs1, "with that ICMP it passes"],
    ["8s client", /mtu 1480/, "since the client has learnt"],
    ["9.5s client", rs2, "and with smaller segments it needs no ICMP"],
  ],
  "dr-director-as-gateway": [
    ["0.5s client", timedOut, "no answer"],
    ["1.3s rs2", /^SYN-RECV .* 10\.0\.0\.10:80 +192\.168\.10\.6:/m, "though the real server answered"],
    ["2s director", /all\.rp_filter = 0\n.*eth0\.rp_filter = 0\n/, "rp_filter is off"],
    ["2.5s director", /TcpExtIPReversePathFilter +0 /, "and dropped nothing"],
    ["3s director", /martian source 192\.168\.10\.6 from 10\.0\.0\.10, on dev eth0/, "it was a martian"],
    ["4s client", rs1, "accept_local cures it"],
    ["5s director", /IpForwDatagrams +[1-9]/, "by forwarding every answer"],
    ["6.5s client", rs1, "and so does the right gateway"],
    ["7s client", rs2, "on both"],
  ],
  "dr-client-on-director": [
    ["0.5s client", rs2, "from outside it works"],
    ["2s director", timedOut, "on the director it hangs"],
    ["1.5s rs2", /IP 10\.0\.0\.10\.\d+ > 10\.0\.0\.10\.80: Flags \[S\]/, "the source is the virtual address"],
    ["4.5s rs2", /martian source 10\.0\.0\.10 from 10\.0\.0\.10/, "which the real server does not believe"],
    ["5s director", timedOut, "with another source it hangs, too"],
    [
      "6.5s director",
      /martian source 10\.0\.0\.200 from 10\.0\.0\.10/,
      "as the director does not believe the answer",
    ],
    ["7s director", rs1, "the real servers are well"],
  ],
  fwmark: [
    ["3s director", /FWM {2}10 rr[\s\S]*FWM {2}0000000A rr/, "decimal here, hexadecimal there"],
    ["3.5s client", rs2, "one round for both ports: 80,"],
    ["4s client", rs1, "443,"],
    ["4.5s client", rs2, "80,"],
    ["5s client", rs1, "443"],
    ["6s director", /^ +[1-9]\d* +\d+ MARK .*multiport dports 80,443 MARK set 0xa/m, "the rule counts"],
    ["7s client", /^curl: \(7\)/, "without it there is no service"],
  ],
  "persistence-per-port": [
    ["6s client1", second, "one server on port 80"],
    ["6.5s client1", first, "another on port 443"],
    ["7s director", /^(?:TCP .*:0 .*\n){4}$/, "a template for each client and port"],
    ["8s director", /10\.0\.0\.1:80 wrr persistent 360/, "-p alone is 360 s"],
  ],
  "persistence-per-mark": [
    ["2.5s client1", second, "one server on port 80"],
    ["4s client1", second, "and the same on port 443"],
    ["3s client2", first, "the other client has the other one"],
    ["3.5s client2", first, "on both"],
    ["5s director", /^(?:IP .* 0\.0\.0\.10:0 .*\n){2}$/, "a template a client, with the mark for an address"],
    ["5.5s client1", /^curl: \(7\)/, "port 8080 is none of it"],
  ],
  "persistence-per-client": [
    ["0.5s director", "Zero port specified for non-persistent service\n", "port 0 needs -p"],
    ["2.5s client1", second, "one server for port 80,"],
    ["4s client1", second, "for 443,"],
    ["4.5s client1", "SSH-2.0-OpenSSH_9.2 rs2\n", "and for the director's SSH"],
    ["6.5s director", /10\.0\.0\.1:8080 +192\.168\.1\.102:8080/, "and for a port that nobody serves"],
  ],
  "persistence-office": [
    ["1.5s pc3", second, "everybody in the office has the same server"],
    ["2s home", first, "the other is for who is left"],
    ["3.5s director", /102:80 +Masq +1 +0 +4 /, "four connections to one"],
    ["5s home", second, "a wider mask takes the neighbour along"],
    ["6s pc1", first + first, "sh looks at the source:"],
    ["6.5s pc2", first + first, "the office is one again"],
    ["7.5s pc1", /RS1\n.*RS2\n$/, "with the port it spreads"],
    ["8.5s pc1", second, "without -p they"],
    ["9s pc2", first, "take"],
    ["9.5s pc3", second, "turns"],
  ],
  "keepalive-defeats-rr": [
    ["0.5s client", rs2.repeat(4), "four requests, one server"],
    ["1s director", /destination\nTCP .*\n$/, "for it was one connection"],
    ["1.5s client", /Re-using existing connection #0/, "as curl says"],
    ["2.5s client", (rs2 + rs1).repeat(2), "closed each time, they take turns"],
    ["5s director", /^TCP .* 10 +\d+/m, "ten connections for fourteen requests"],
  ],
  "weight-zero-drain": [
    ["0.5s client", "rs2\nbefore\nafter\n", "the old connection goes on"],
    ["3s client", "rs1\n", "a new one goes elsewhere"],
    ["3.5s director", /202:7 +Masq +0 +1 /, "an active connection at weight 0"],
    ["5s client", "rs1\n", "every new one"],
    ["6.5s client", rs2, "but a persistent client comes back"],
    ["8s client", rs1, "until its template does not count"],
  ],
  "deleted-server": [
    ["5s client", /^ESTAB +0 +6 .*timer:\(on,/m, "the client waits and tries again"],
    [
      "5.5s director",
      /10\.0\.0\.201:7[\s\S]*ESTABLISHED .* 10\.0\.0\.202:7\n$/,
      "the entry outlives the server",
    ],
    ["1s client", "rs2\nbefore\nafter\n", "which comes back in time"],
    ["10.5s client", "rs2\nbefore\n", "with the switch it does not hang"],
    ["12.5s client", /IP 192\.168\.10\.200\.7 > .* Flags \[R\]/, "but is reset"],
    ["14.5s client", /^(?!.*ESTAB)/s, "and nothing is left of it, here"],
    ["15s director", /destination\n$/, "or there"],
  ],
  "idle-connection": [
    ["3.5s director", /TCP 00:0\d {2}ESTABLISHED /, "the connection is known"],
    ["9.5s director", /destination\n$/, "and forgotten"],
    ["9.7s client", /^ESTAB .*:7 /m, "while the client has it"],
    ["10s client", /IP 192\.168\.10\.200\.7 > .* Flags \[R\]/, "whose next word is answered by a reset"],
    ["12s client", /^(?!.*ESTAB)/s, "so it is gone there"],
    ["12.5s rs2", /^ESTAB .* 10\.0\.0\.202:7 +192\.168\.10\.6:/m, "but not on the server"],
    ["13.5s client", "rs1\nearly\nlate\n", "with patience all is well"],
  ],
  "dr-inactive-connections": [
    ["2s director", /201:80 +Route +1 +0 +10 [\s\S]*202:80 +Route +1 +0 +10 /, "all of them inactive"],
    ["2.5s director", "     20 FIN_WAIT\n", "as far as the director can tell"],
    ["3s client", /Process *\n$/, "the client has none"],
    ["3.5s rs1", "10\n", "the server waits after its close"],
    ["65s rs1", /^(?!.*TIME-WAIT)/s, "for a minute"],
    ["65.5s director", /201:80 +Route +1 +0 +10 /, "the director longer"],
    ["125s director", /201:80 +Route +1 +0 +0 /, "but not for ever"],
  ],
  "no-server-left": [
    ["2s client", /ICMP 192\.168\.10\.200 tcp port 80 unreachable/, "refused by ICMP"],
    ["2.5s client", /Connection refused/, "which is a refusal to curl"],
    ["3.5s client", /Connection refused/, "weight 0 is no server"],
    ["4.5s client", /Flags \[R\.\]/, "without the service it is a reset"],
    ["5s client", /Connection refused/, "in the same words"],
    ["6s director", /IcmpOutDestUnreachs +2 [\s\S]*TcpOutRsts +1 /, "twice the one, once the other"],
  ],
  fullnat: [
    ["1.5s client", timedOut, "by NAT the reply is lost: the router knows no way to the client"],
    ["5s client", timedOut, "without a local address there is no connection"],
    ["6.8s rs1", /10\.0\.0\.211\.1025 > .*\[S\].*sackOK(,nop){11},wscale 7/, "no timestamps arrive"],
    ["6.8s rs1", /\[\.\].*options \[exp-[0-9a-f]{4}\]/, "the client's address does"],
    ["7s client", "10.1.0.201 RS1\n", "any port, any gateway"],
    ["7.5s client", "10.2.0.202 RS2\n", "another network"],
    ["8s director", /10\.1\.0\.201:8080 +FullNat 1 /, "the method"],
    ["8.5s director", /TIME_WAIT .* 10\.0\.0\.211:1025 +10\.1\.0\.201:8080$/m, "the local end"],
    ["9.5s rs1", /^10\.0\.0\.211 - - \[.*\] "GET \/ HTTP\/1\.1" 200 15$/m, "the client is hidden"],
    ["12s rs1", /^192\.168\.10\.6 - - /, "until the server reads TOA"],
    ["12.5s rs1", / 10\.0\.0\.211:1026 /, "which the connection itself does not know"],
  ],
  "fullnat-port-exhaustion": [
    ["4.5s director", /10\.0\.0\.211 +0 +3$/m, "three connections that are over hold three ports"],
    ["5s client", timedOut, "the fourth gets nothing, not even an error"],
    ["8s director", /10\.0\.0\.211 +[1-9]\d* +3$/m, "each SYN counts as a conflict"],
    ["9.5s client", rs1, "a second local address has ports of its own"],
    ["10.5s director", /10\.0\.0\.212 +0 +1$/m, "one of them is held"],
    ["130s director", /10\.0\.0\.211 +\d+ +0\n.*10\.0\.0\.212 +0 +0$/m, "all come back"],
  ],
};

describe.each(Object.entries(observations))("%s", (name, claims) => {
  test("its script shows what it claims", { timeout: 60_000 }, async () => {
    const printed = await outputsOf(name);
    const wrong = claims.filter(([step, expected]) => !agrees(expected, printed.get(step)));
    expect(wrong.map(([step, , claim]) => ({ step, claim, printed: printed.get(step) }))).toEqual([]);
  });
});

/** What each step of a scenario's script printed, by its time and node. */
async function outputsOf(name: string): Promise<ReadonlyMap<string, string>> {
  const file = `scenarios/${name}.yaml`;
  const { scenario } = parseScenario(readFileSync(file, "utf8"), { file });
  if (scenario === undefined) throw new Error(`${file} is no scenario`);
  const lab = await openLab(scenario);
  const printed = new Map<string, string>();
  const terminals = terminalsOf(lab, {
    onOutput: ({ at, node }, text) => {
      const step = `${at / seconds(1)}s ${node}`;
      printed.set(step, (printed.get(step) ?? "") + text);
    },
  });
  await playScript(lab, { terminals });
  return printed;
}

const agrees = (expected: string | RegExp, printed: string | undefined): boolean =>
  printed !== undefined && (typeof expected === "string" ? printed === expected : expected.test(printed));
