/** Rules on packets: matches, targets, chains, counters, events. */

import { describe, expect, test } from "vitest";
import type { Traced } from "#sim/engine/simulation";
import { seconds } from "#sim/engine/time";
import { send } from "#sim/stack/output";
import { outputRoute } from "#sim/stack/route-lookup";
import type { StackEvent } from "#sim/stack/stack-events";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { arrive, filterOf, iptables, packetOf, textOf } from "#support/filter-of";

const syn = "tcp 10.0.0.9:1000 > 192.0.2.5:80 S";

describe("a rule matches", () => {
  test.each([
    ["-p tcp --dport 80", true],
    ["-p tcp --dport 81", false],
    ["-p tcp ! --dport 81", true],
    ["-p tcp --dport 70:80", true],
    ["-p tcp --sport :999", false],
    ["-p tcp --syn", true],
    ["-p tcp ! --syn", false],
    ["-p tcp --tcp-flags SYN,ACK SYN,ACK", false],
    ["-p udp", false],
    ["! -p udp", true],
    ["-p tcp -m multiport --dports 443,80", true],
    ["-p tcp -m multiport ! --dports 443,80", false],
    ["-p tcp -m multiport --ports 1000", true],
    ["-s 10.0.0.0/8", true],
    ["-s 10.0.0.0/29", false],
    ["! -d 192.0.2.5", false],
    ["-d 192.0.0.5/255.255.0.255", true],
    ["-i eth1", true],
    ["-i eth0", false],
    ["-i eth+ -o eth0", true],
    ["! -o eth1", true],
    ["-p icmp", false],
    ["-f", false],
    ["! -f", true],
    ["-m mark --mark 0", true],
    ["-m mark --mark 1/1", false],
    ["-m comment --comment x", true],
    ["-m ipvs --ipvs", false],
    ["-m ipvs ! --ipvs", true],
  ])("%s: %s", (conditions, isMatch) => {
    const filter = filterOf();
    iptables(filter, `-A FORWARD ${conditions} -j DROP`);
    expect(arrive(filter, syn)).toHaveLength(isMatch ? 0 : 1);
  });

  test.each([
    ["8", "echo 10.0.0.9 > 192.0.2.5 1", true],
    ["echo-reply", "echo 10.0.0.9 > 192.0.2.5 1", false],
    ["any", "echo-reply 10.0.0.9 > 192.0.2.5 1", true],
  ])("--icmp-type %s, %s: %s", (type, packet, isMatch) => {
    const filter = filterOf();
    iptables(filter, `-A FORWARD -p icmp --icmp-type ${type} -j DROP`);
    expect(arrive(filter, packet)).toHaveLength(isMatch ? 0 : 1);
  });

  test("at most as often as a limit says, and again when time has passed", () => {
    const filter = filterOf();
    iptables(filter, "-A FORWARD -m limit --limit 1/min --limit-burst 2 -j ACCEPT", "-P FORWARD DROP");
    const passed = (): number => [1, 2, 3, 4].flatMap(() => arrive(filter, syn)).length;
    expect(passed()).toBe(2);
    filter.simulation.runUntil(seconds(61));
    expect(passed()).toBe(1);
  });
});

describe("chains", () => {
  test("a jump comes back, a goto does not, RETURN leaves early", () => {
    const filter = filterOf();
    iptables(
      filter,
      "-N one",
      "-N two",
      "-A FORWARD -j one",
      "-A FORWARD -g two",
      "-A FORWARD -j DROP",
      "-A one -j RETURN",
      "-A one -j DROP",
      "-A two",
    );
    expect(arrive(filter, syn)).toHaveLength(1);
    expect(iptables(filter, "-vS").match(/-c 1 40/g)).toHaveLength(4);
  });

  test("the policy decides where no rule does, and counts from when it was set", () => {
    const filter = filterOf();
    arrive(filter, syn);
    iptables(filter, "-P FORWARD DROP");
    expect(arrive(filter, syn)).toEqual([]);
    expect(iptables(filter, "-vS FORWARD")).toBe("-P FORWARD DROP -c 1 40\n");
    iptables(filter, "-P FORWARD ACCEPT");
    expect(iptables(filter, "-vS FORWARD")).toBe("-P FORWARD ACCEPT -c 0 0\n");
  });

  test("a chain that has been emptied is off its hook", () => {
    const filter = filterOf();
    iptables(filter, "-A FORWARD -j DROP", "-F");
    expect(filter.stack.hooks.forward).toEqual([]);
    expect(arrive(filter, syn)).toHaveLength(1);
  });

  test("the tables come in their order: raw, mangle, nat, filter", () => {
    const filter = filterOf();
    iptables(filter, "-A INPUT", "-t mangle -A PREROUTING", "-t raw -A PREROUTING", "-t mangle -A INPUT");
    expect(filter.stack.hooks.prerouting.map(({ name }) => name)).toEqual(["raw", "mangle"]);
    expect(filter.stack.hooks["local-in"].map(({ name }) => name)).toEqual(["mangle", "filter"]);
  });
});

describe("targets", () => {
  test.each([
    ["icmp-net-unreachable", "icmp 3/0"],
    ["icmp-host-unreachable", "icmp 3/1"],
    ["icmp-proto-unreachable", "icmp 3/2"],
    ["icmp-port-unreachable", "icmp 3/3"],
    ["icmp-net-prohibited", "icmp 3/9"],
    ["icmp-host-prohibited", "icmp 3/10"],
    ["icmp-admin-prohibited", "icmp 3/13"],
  ])("REJECT with %s", (answer, text) => {
    const filter = filterOf();
    iptables(filter, `-A FORWARD -j REJECT --reject-with ${answer}`);
    expect(arrive(filter, syn)).toEqual([`${text} 10.0.0.1 > 10.0.0.9 [${syn}]`]);
  });

  test("REJECT with a reset acknowledges what it refuses, or takes the number that was acknowledged", () => {
    const filter = filterOf();
    iptables(filter, "-A FORWARD -p tcp -j REJECT --reject-with tcp-reset");
    arrive(filter, syn);
    arrive(filter, "tcp 10.0.0.9:1000 > 192.0.2.5:80 PA");
    const resets = filter.sent.map(({ packet: { payload } }) => payload);
    expect(resets).toMatchObject([
      { flags: tcpFlags.rst | tcpFlags.ack, seq: 0, ack: 1001 },
      { flags: tcpFlags.rst, seq: 5000, ack: 0 },
    ]);
    expect(arrive(filter, "tcp 10.0.0.9:1000 > 192.0.2.5:80 R")).toEqual([]);
  });

  test.each([
    ["--set-mark 0x12", 0x12],
    ["--set-xmark 0x1/0x2", 0x7d],
    ["--and-mark 0xf", 0xe],
    ["--or-mark 0x1", 0x7f],
    ["--xor-mark 0x2", 0x7c],
    ["--set-mark 0x1/0xf0", 0x0f],
  ])("MARK %s on 0x7e", (option, mark) => {
    const filter = filterOf();
    iptables(
      filter,
      "-t mangle -A PREROUTING -j MARK --set-mark 0x7e",
      `-t mangle -A PREROUTING -j MARK ${option}`,
    );
    arrive(filter, syn);
    expect(filter.sent[0]?.mark).toBe(mark);
  });

  test("LOG writes the packet's fields to the kernel's log, and the packet goes on", () => {
    const filter = filterOf();
    iptables(filter, '-A FORWARD -j LOG --log-prefix "seen: "');
    expect(arrive(filter, syn)).toHaveLength(1);
    expect(filter.stack.kernelLog.lines.map(({ text }) => text)).toEqual([
      "seen: IN=eth1 OUT=eth0 SRC=10.0.0.9 DST=192.0.2.5 LEN=40 TOS=0x00 PREC=0x00 TTL=63 ID=0 DF " +
        "PROTO=TCP SPT=1000 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0 ",
    ]);
  });

  test.each([
    ["--set-mss 1000", 1000],
    ["--set-mss 1500", 1460],
    ["--clamp-mss-to-pmtu", 1360],
  ])("TCPMSS %s on 1460 over an MTU of 1400", (option, mss) => {
    const filter = filterOf();
    const eth0 = filter.stack.interfaces.get("eth0");
    if (eth0 !== undefined) eth0.device.mtu = 1400;
    const rule = `-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS ${option}`;
    iptables(filter, rule);
    arrive(filter, synWithMss(1460));
    expect(filter.sent[0]?.packet.payload).toMatchObject({ options: { mss } });
  });
});

function synWithMss(mss: number): Ipv4Packet {
  const { src, dst } = packetOf(syn);
  const options = tcpOptions({ mss });
  const numbers = { srcPort: 1000, dstPort: 80, seq: 0, ack: 0, window: 64240 };
  const payload = tcpSegment({ ...numbers, flags: tcpFlags.syn, options });
  return ipv4({ origin: 1, src, dst, protocol: protocols.tcp, payload });
}

describe("a packet of the router itself is routed again", () => {
  const ownPacket = (filter: ReturnType<typeof filterOf>, text: string): readonly (string | undefined)[] => {
    const packet = packetOf(text);
    const way = outputRoute(filter.stack, { dst: packet.dst });
    if (way.ok) send(filter.stack, packet, way.route);
    return filter.sent.flatMap(({ packet: left, output }) => [textOf(left), output?.device.name]);
  };

  test("when a rule has given it another destination", () => {
    const filter = filterOf();
    iptables(filter, "-t nat -A OUTPUT -p udp -j DNAT --to-destination 10.0.0.77:5353");
    expect(ownPacket(filter, "udp 192.0.2.1:1000 > 192.0.2.5:53")).toEqual([
      "udp 192.0.2.1:1000 > 10.0.0.77:5353",
      "eth1",
    ]);
  });

  test("and is dropped where the new destination has no route", () => {
    const filter = filterOf();
    iptables(filter, "-t nat -A OUTPUT -p udp -j DNAT --to-destination 203.0.113.1");
    expect(ownPacket(filter, "udp 192.0.2.1:1000 > 192.0.2.5:53")).toEqual([]);
  });
});

test("with somebody looking, each matching rule and the drop say which rule it was", () => {
  const filter = filterOf();
  const seen: StackEvent[] = [];
  filter.simulation.observe(({ event }: Traced<StackEvent>) => seen.push(event));
  iptables(filter, "-A FORWARD -s 10.0.0.0/8", "-A FORWARD -p tcp -j DROP");
  arrive(filter, syn);
  expect(seen.filter(({ kind }) => kind === "rule-matched" || kind === "packet-dropped")).toMatchObject([
    { kind: "rule-matched", table: "filter", chain: "FORWARD", rule: "-s 10.0.0.0/8" },
    { kind: "rule-matched", rule: "-p tcp -j DROP" },
    {
      kind: "packet-dropped",
      reason: "firewall",
      setting: { name: "iptables filter FORWARD", value: "-p tcp -j DROP", from: "rule 2" },
    },
  ]);
});
