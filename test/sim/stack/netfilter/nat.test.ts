/** Address translation: which packets are rewritten, in which direction, to what. */

import { describe, expect, test } from "vitest";
import { seconds } from "#sim/engine/time";
import { icmpError } from "#sim/wire/icmp";
import { ipv4, protocols } from "#sim/wire/ipv4";
import { arrive, filterOf, flowsOf, iptables, packetOf } from "#support/filter-of";
import { ip } from "#support/stack-of";

/** An ICMP error from `from` to `to` about `about`. */
const errorFrom = (from: string, to: string, about: string) =>
  ipv4({
    origin: 2,
    src: ip(from),
    dst: ip(to),
    protocol: protocols.icmp,
    payload: icmpError({ type: 3, code: 1, quote: packetOf(about) }),
  });

describe("masquerading", () => {
  const masquerading = () => {
    const filter = filterOf();
    iptables(filter, "-t nat -A POSTROUTING -o eth0 -j MASQUERADE");
    return filter;
  };

  test.each([
    ["tcp 10.0.0.9:1000 > 192.0.2.5:80 S", "tcp 192.0.2.1:1000 > 192.0.2.5:80 S"],
    ["udp 10.0.0.9:1000 > 192.0.2.5:53", "udp 192.0.2.1:1000 > 192.0.2.5:53"],
    ["echo 10.0.0.9 > 192.0.2.5 7", "echo 192.0.2.1 > 192.0.2.5 7"],
  ])("%s leaves with the router's address", (packet, sent) => {
    expect(arrive(masquerading(), packet)).toEqual([sent]);
  });

  test.each([
    [
      "tcp 10.0.0.9:1000 > 192.0.2.5:80 S",
      "tcp 192.0.2.5:80 > 192.0.2.1:1000 SA",
      "tcp 192.0.2.5:80 > 10.0.0.9:1000 SA",
    ],
    [
      "echo 10.0.0.9 > 192.0.2.5 7",
      "echo-reply 192.0.2.5 > 192.0.2.1 7",
      "echo-reply 192.0.2.5 > 10.0.0.9 7",
    ],
  ])("the answer to %s finds its way back", (packet, answer, sent) => {
    const filter = masquerading();
    arrive(filter, packet);
    expect(arrive(filter, answer)).toEqual([sent]);
  });

  test("what comes in by itself is not translated, and what leaves by another device neither", () => {
    const filter = masquerading();
    expect(arrive(filter, "udp 192.0.2.5:53 > 10.0.0.9:1000")).toEqual(["udp 192.0.2.5:53 > 10.0.0.9:1000"]);
    expect(arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53")).toEqual(["udp 10.0.0.9:1000 > 192.0.2.5:53"]);
  });

  test("a port that is taken makes way for a free one above 1023, and answers are told apart by it", () => {
    const filter = masquerading();
    arrive(filter, "tcp 10.0.0.8:1500 > 192.0.2.5:80 S");
    const [second = ""] = arrive(filter, "tcp 10.0.0.9:1500 > 192.0.2.5:80 S");
    const port = Number(/192\.0\.2\.1:(\d+) >/.exec(second)?.[1]);
    expect(port).not.toBe(1500);
    expect(port).toBeGreaterThan(1023);
    expect(arrive(filter, `tcp 192.0.2.5:80 > 192.0.2.1:${port} SA`)).toEqual([
      "tcp 192.0.2.5:80 > 10.0.0.9:1500 SA",
    ]);
    expect(arrive(filter, "tcp 192.0.2.5:80 > 192.0.2.1:1500 SA")).toEqual([
      "tcp 192.0.2.5:80 > 10.0.0.8:1500 SA",
    ]);
  });

  test("the same port towards another server is not taken", () => {
    const filter = masquerading();
    arrive(filter, "tcp 10.0.0.8:1500 > 192.0.2.5:80 S");
    expect(arrive(filter, "tcp 10.0.0.9:1500 > 192.0.2.6:80 S")).toEqual([
      "tcp 192.0.2.1:1500 > 192.0.2.6:80 S",
    ]);
  });

  test("an error about a translated packet reaches its sender with the packet as it was sent", () => {
    const filter = masquerading();
    arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53");
    const error = errorFrom("192.0.2.5", "192.0.2.1", "udp 192.0.2.1:1000 > 192.0.2.5:53");
    expect(arrive(filter, error)).toEqual([
      "icmp 3/1 192.0.2.5 > 10.0.0.9 [udp 10.0.0.9:1000 > 192.0.2.5:53]",
    ]);
  });

  test("the rule counts the first packet of a flow only", () => {
    const filter = masquerading();
    arrive(filter, "tcp 10.0.0.9:1000 > 192.0.2.5:80 S");
    arrive(filter, "tcp 192.0.2.5:80 > 192.0.2.1:1000 SA");
    arrive(filter, "tcp 10.0.0.9:1000 > 192.0.2.5:80 A");
    expect(iptables(filter, "-t nat -vS POSTROUTING")).toContain("-c 1 40 -j MASQUERADE");
  });
});

describe("translating destinations", () => {
  const published = () => {
    const filter = filterOf();
    const rule = "-t nat -A PREROUTING -d 192.0.2.1 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.9:8080";
    iptables(filter, rule);
    return filter;
  };

  test("a request goes to the server inside, its answer comes from the address that was asked", () => {
    const filter = published();
    expect(arrive(filter, "tcp 192.0.2.5:4000 > 192.0.2.1:80 S")).toEqual([
      "tcp 192.0.2.5:4000 > 10.0.0.9:8080 S",
    ]);
    expect(arrive(filter, "tcp 10.0.0.9:8080 > 192.0.2.5:4000 SA")).toEqual([
      "tcp 192.0.2.1:80 > 192.0.2.5:4000 SA",
    ]);
  });

  test("what the server sends by itself is left alone", () => {
    const sent = arrive(published(), "tcp 10.0.0.9:8080 > 192.0.2.5:4001 S");
    expect(sent).toEqual(["tcp 10.0.0.9:8080 > 192.0.2.5:4001 S"]);
  });

  test("an error of the server inside seems to come from the address that was asked", () => {
    const filter = published();
    arrive(filter, "tcp 192.0.2.5:4000 > 192.0.2.1:80 S");
    const error = errorFrom("10.0.0.9", "192.0.2.5", "tcp 192.0.2.5:4000 > 10.0.0.9:8080 S");
    expect(arrive(filter, error)).toEqual([
      "icmp 3/1 192.0.2.1 > 192.0.2.5 [tcp 192.0.2.5:4000 > 192.0.2.1:80 S]",
    ]);
  });

  test("with a rule for the source as well both ends change, and both change back", () => {
    const filter = published();
    iptables(filter, "-t nat -A POSTROUTING -o eth1 -j SNAT --to-source 10.0.0.1");
    expect(arrive(filter, "tcp 192.0.2.5:4000 > 192.0.2.1:80 S")).toEqual([
      "tcp 10.0.0.1:4000 > 10.0.0.9:8080 S",
    ]);
    expect(arrive(filter, "tcp 10.0.0.9:8080 > 10.0.0.1:4000 SA")).toEqual([
      "tcp 192.0.2.1:80 > 192.0.2.5:4000 SA",
    ]);
  });

  test("a redirect takes a packet for another host in, and answers in that host's name", () => {
    const filter = filterOf();
    iptables(filter, "-t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 99");
    expect(arrive(filter, "tcp 192.0.2.5:4000 > 10.0.0.9:80 S")).toEqual([
      "tcp 10.0.0.9:80 > 192.0.2.5:4000 RA",
    ]);
  });
});

test("an ICMP redirect about a translated flow is not let out", () => {
  const filter = filterOf();
  const asked = "udp 10.0.0.9:1000 > 10.0.0.1:53";
  iptables(filter, "-t nat -A PREROUTING -d 10.0.0.1 -p udp -j DNAT --to-destination 10.0.0.8");
  expect(arrive(filter, asked)).toEqual(["udp 10.0.0.9:1000 > 10.0.0.8:53"]);
});

test("a translation is forgotten with its flow", () => {
  const filter = filterOf();
  iptables(filter, "-t nat -A POSTROUTING -o eth0 -j MASQUERADE");
  arrive(filter, "udp 10.0.0.9:1000 > 192.0.2.5:53");
  expect(flowsOf(filter)).toHaveLength(1);
  filter.simulation.runUntil(seconds(31));
  expect(flowsOf(filter)).toHaveLength(0);
  expect(arrive(filter, "udp 192.0.2.5:53 > 192.0.2.1:1000").join()).toContain("icmp 3/3");
});
