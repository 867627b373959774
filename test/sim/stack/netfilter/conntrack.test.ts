/** Flows: how long they are remembered, and what the rules may ask of them. */

import { describe, expect, test } from "vitest";
import { seconds } from "#sim/engine/time";
import { arrive, type Filter, filterOf, flowsOf, iptables } from "#support/filter-of";

const tracking = (): Filter => {
  const filter = filterOf();
  iptables(filter, "-A FORWARD -m conntrack --ctstate INVALID -j DROP");
  return filter;
};

const out = (flags: string): string => `tcp 10.0.0.9:1000 > 192.0.2.5:80 ${flags}`;
const back = (flags: string): string => `tcp 192.0.2.5:80 > 10.0.0.9:1000 ${flags}`;

const stateOf = (filter: Filter): string =>
  flowsOf(filter)
    .map(({ tcp }) => tcp?.state ?? "")
    .join();

const lifeOf = (filter: Filter): number => (flowsOf(filter)[0]?.timeout ?? 0) / 1e9;

describe("a TCP connection that passes by", () => {
  test.each([
    ["the first SYN", [out("S")], "SYN_SENT", 120],
    ["an answered SYN", [out("S"), back("SA")], "SYN_RECV", 60],
    ["the third segment", [out("S"), back("SA"), out("A")], "ESTABLISHED", 432_000],
    ["a FIN", [out("S"), back("SA"), out("A"), out("FA")], "FIN_WAIT", 120],
    ["an acknowledged FIN", [out("S"), back("SA"), out("A"), out("FA"), back("A")], "CLOSE_WAIT", 60],
    ["both FINs", [out("S"), back("SA"), out("A"), out("FA"), back("FA")], "LAST_ACK", 30],
    ["the last ACK", [out("S"), back("SA"), out("A"), out("FA"), back("FA"), out("A")], "TIME_WAIT", 120],
    ["a reset", [out("S"), back("SA"), out("A"), back("RA")], "CLOSE", 10],
    ["a segment from the middle of an unknown connection", [out("PA")], "ESTABLISHED", 432_000],
  ] as const)("%s", (_name, packets, state, life) => {
    const filter = tracking();
    for (const packet of packets) expect(arrive(filter, packet)).toHaveLength(1);
    expect(stateOf(filter)).toBe(state);
    expect(lifeOf(filter)).toBe(life);
  });

  test("a refused attempt leaves nothing behind", () => {
    const filter = tracking();
    arrive(filter, out("S"));
    arrive(filter, back("RA"));
    expect(flowsOf(filter)).toEqual([]);
  });

  test.each([back("SA"), back("FA"), back("R")])("%s belongs to no flow and is invalid", (packet) => {
    expect(arrive(tracking(), packet)).toEqual([]);
  });

  test("a SYN that uses the ports of a closed connection begins a new flow", () => {
    const filter = tracking();
    for (const packet of [out("S"), back("SA"), out("A"), out("FA"), back("FA"), out("A")])
      arrive(filter, packet);
    const [old] = flowsOf(filter);
    arrive(filter, out("S"));
    expect(flowsOf(filter)).toHaveLength(1);
    expect(flowsOf(filter)[0]).not.toBe(old);
    expect(stateOf(filter)).toBe("SYN_SENT");
  });
});

test("UDP is remembered for 30 s, and 120 s once it has gone both ways for 2 s", () => {
  const filter = tracking();
  arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53");
  arrive(filter, "udp 192.0.2.5:53 > 10.0.0.9:1000");
  expect(lifeOf(filter)).toBe(30);
  filter.simulation.runUntil(seconds(3));
  arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53");
  expect(lifeOf(filter)).toBe(120);
});

describe("what rules may ask", () => {
  test("answers pass where only established flows may, and nothing else does", () => {
    const filter = filterOf();
    iptables(
      filter,
      "-A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT",
      "-A FORWARD -i eth1 -m state --state NEW -j ACCEPT",
      "-P FORWARD DROP",
    );
    expect(arrive(filter, back("S"))).toEqual([]);
    expect(arrive(filter, out("S"))).toHaveLength(1);
    expect(arrive(filter, back("SA"))).toHaveLength(1);
  });

  test("NOTRACK keeps a packet out of the table", () => {
    const filter = filterOf();
    iptables(
      filter,
      "-t raw -A PREROUTING -p udp -j NOTRACK",
      "-A FORWARD -m conntrack --ctstate UNTRACKED",
      "-A FORWARD -m conntrack --ctstate NEW",
    );
    arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53");
    arrive(filter, out("S"));
    expect(flowsOf(filter)).toHaveLength(1);
    expect(iptables(filter, "-vS FORWARD").match(/-c 1 /g)).toHaveLength(2);
  });

  test("a mark saved in the flow is restored for its later packets", () => {
    const filter = filterOf();
    iptables(
      filter,
      "-t mangle -A PREROUTING -j CONNMARK --restore-mark",
      "-t mangle -A PREROUTING -i eth1 -p tcp --syn -j MARK --set-mark 0x25",
      "-t mangle -A PREROUTING -m mark ! --mark 0 -j CONNMARK --save-mark",
    );
    arrive(filter, out("S"));
    arrive(filter, back("SA"));
    expect(filter.sent.map(({ mark }) => mark)).toEqual([0x25, 0x25]);
  });

  test("a node without such rules keeps no flows", () => {
    const filter = filterOf();
    iptables(filter, "-A FORWARD -p tcp -j ACCEPT");
    arrive(filter, out("S"));
    expect(flowsOf(filter)).toEqual([]);
    expect(filter.stack.hooks.prerouting).toEqual([]);
  });
});
