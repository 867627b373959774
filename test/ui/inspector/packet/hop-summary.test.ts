/**
 * What a hop table comes to, as facts and in the words of both languages, from the scenarios of the product.
 */

import { describe, expect, test } from "vitest";
import { formatIpv4 } from "#sim/wire/address";
import { type RecordedScenario, recordedScenario } from "#support/recorded-scenario";
import { exchangeOf } from "#ui/inspector/packet/exchange";
import { factsOf } from "#ui/inspector/packet/hop-summary";
import { hopTableOf } from "#ui/inspector/packet/hop-table";
import { innermost } from "#ui/layer";
import { hops as en } from "#words/en/hops";
import type { HopFact } from "#words/hop-facts";
import { hops as zh } from "#words/zh/hops";

const names = {
  value: (value: Parameters<Parameters<typeof factsOf>[2]["value"]>[0]): string => {
    if (value?.kind === "ipv4") return formatIpv4(value.address);
    return value?.kind === "text" ? value.text : "";
  },
  address: (address: string): string => address,
};

/** The facts of the exchange that the first SYN of a client's port begins, or the first ARP request. */
function factsAbout(
  recorded: RecordedScenario,
  port: number | "arp",
  position = Number.POSITIVE_INFINITY,
): HopFact[] {
  const { recording, machines, ownerOf } = recorded;
  const flight = recording.inFlight.flights.find(({ frame: { payload } }) => {
    if (payload.kind === "arp") return port === "arp" && formatIpv4(payload.targetIp) === "10.0.0.10";
    const tcp = payload.kind === "ipv4" ? innermost(payload).payload : undefined;
    return tcp?.kind === "tcp" && tcp.flags === 2 && tcp.srcPort === port;
  });
  const subject = { flight: flight?.id, event: undefined };
  const exchange = exchangeOf(recording, subject, { names: machines, ownerOf });
  if (flight === undefined || exchange === undefined) throw new Error("there is no such exchange");
  return factsOf(hopTableOf(exchange, { recording, nextHopOf: () => undefined }), position, names);
}

const first = 38252;
const second = 38254;
/** The first two are before the director has a local address. */
const third = 38256;

const kept = new Map<string, Promise<RecordedScenario>>();
function recordedOnce(name: string): Promise<RecordedScenario> {
  const known = kept.get(name) ?? recordedScenario(name);
  kept.set(name, known);
  return known;
}

describe("the sentence below the table", () => {
  test.each([
    [
      "nat-basic",
      first,
      "On the way there, director changes the destination address. On the way back, director " +
        "changes the source address. The ports stay: no port mapping.",
      "去程，director 改了目的地址；回程，director 改了源地址。端口未变：没有端口映射。",
    ],
    [
      "nat-port-mapping",
      first,
      "On the way there, director changes the destination address and port. On the way back, " +
        "director changes the source address and port.",
      "去程，director 改了目的地址和目的端口；回程，director 改了源地址和源端口。",
    ],
    [
      "direct-routing",
      first,
      "On the way there, director changes only the MAC addresses and the TTL: the frame goes to " +
        "the machine that has 10.0.0.202, the packet still to the virtual address. router only " +
        "passes packets on; the answer does not pass director again.",
      "去程，director 只改 MAC 地址和 TTL：帧送往拥有 10.0.0.202 的机器，报文的目的地址仍是虚拟地址。" +
        "router 只是转发；应答不再经过 director。",
    ],
    [
      "tunnel-basic",
      second,
      "On the way there, director wraps the packet in another from 10.0.0.200 to 10.0.0.201 (IPIP) " +
        "and leaves what is within alone. router only passes packets on; the answer does not pass " +
        "director again.",
      "去程，director 给报文套上从 10.0.0.200 到 10.0.0.201 的外层首部（IPIP），里面的报文不动。" +
        "router 只是转发；应答不再经过 director。",
    ],
    [
      "fullnat",
      third,
      "On the way there, director changes both addresses and both ports (also seq and options). On " +
        "the way back, director changes both addresses and both ports (also ack and options). router " +
        "only passes packets on.",
      "去程，director 改了源、目的地址和两个端口（还有 seq、options）；" +
        "回程，director 改了源、目的地址和两个端口（还有 ack、options）。router 只是转发。",
    ],
    [
      "arp-nothing-set",
      "arp",
      "A question to everybody: router wants to know who has 10.0.0.10; 3 machines answer, in this " +
        "order: rs1, rs2, director.",
      "router 向所有机器询问谁有 10.0.0.10，有 3 台应答，先后是 rs1、rs2、director。",
    ],
  ] as const)("%s", async (name, port, english, chinese) => {
    const facts = factsAbout(await recordedOnce(name), port);
    expect(en.summary(facts)).toBe(english);
    expect(zh.summary(facts)).toBe(chinese);
  });

  test("it tells only of hops that have happened", async () => {
    const recorded = await recordedOnce("nat-basic");
    const { events } = recorded.recording;
    const answered = events.findIndex(({ event }) => event.kind === "reply-rewritten");
    expect(en.summary(factsAbout(recorded, first, answered))).toBe(
      "On the way there, director changes the destination address. The ports stay: no port mapping.",
    );
    expect(factsAbout(recorded, first, 0)).toEqual([]);
  });

  test("of answers that are still to come it does not say that there are none", async () => {
    const recorded = await recordedOnce("arp-nothing-set");
    const { events } = recorded.recording;
    const learnt = events.findIndex(
      ({ event }) =>
        event.kind === "neighbour-changed" && event.because === "reply" && event.node === "router",
    );
    const said = factsAbout(recorded, "arp", learnt);
    expect(en.summary(said)).toMatch(/; so far rs1 answered\.$/);
    expect(zh.summary(said)).toMatch(/，到此刻应答的有 rs1。$/);
  });

  test("an ICMP error that comes back is named", async () => {
    const facts = factsAbout(await recordedOnce("tunnel-gue-gre"), first);
    expect(facts.map(({ kind }) => kind)).toEqual(["wraps", "translates-error", "passes", "reports"]);
    expect(en.summary(facts)).toContain("rs2 answers with an ICMP error: Protocol Unreachable");
  });
});

test("every rule has words in both languages", () => {
  const rules = [
    { kind: "ipvs-request", method: "direct", destination: "10.0.0.201:80" },
    { kind: "ipvs-reply", destination: "10.0.0.201:80" },
    { kind: "ipvs-error", towards: "client" },
    { kind: "netfilter", by: "snat" },
    { kind: "wrapped" },
    { kind: "unwrapped", device: "tunl0" },
    { kind: "fragmented", count: 3 },
    { kind: "reassembled" },
    { kind: "forwarded" },
    { kind: "neighbour", nextHop: "10.0.0.201", device: "eth0" },
    { kind: "device", device: "eth0" },
    { kind: "unexplained" },
  ] as const;
  const said = [en, zh].flatMap((words) => rules.map((rule) => words.rule("director", rule)));
  expect(new Set(said).size).toBe(said.length);
  expect(said.filter((text) => !text.startsWith("director"))).toEqual([]);
});
