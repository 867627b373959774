/**
 * Rules made ready to be tried on packets: each condition becomes a function once, when the rule is added.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import type { HookName } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import { type IpvsLookup, ipvsTest } from "./match-ipvs.ts";
import type { AddressTest, DeviceTest, Match, PacketTest, RangeTest, RuleSpec } from "./rule.ts";
import { flowStateOf } from "./track.ts";

/** What conditions need to know beyond the packet. */
export interface MatchWorld {
  readonly simulation: Simulation<never>;
  /** Which IPVS connection a packet belongs to; set by IPVS where it runs. */
  readonly ipvs: () => IpvsLookup | undefined;
}

/** The tests of a rule, in the order in which the kernel would try them. */
export function testsOf(spec: RuleSpec, world: MatchWorld): readonly PacketTest[] {
  const tests: PacketTest[] = [];
  const { source, destination, input, output, protocol, fragment } = spec;
  if (source !== undefined) tests.push(({ packet }) => isAddress(source, packet.src));
  if (destination !== undefined) tests.push(({ packet }) => isAddress(destination, packet.dst));
  if (input !== undefined) tests.push((context, hook) => isDevice(input, inputName(context, hook)));
  if (output !== undefined) tests.push((context, hook) => isDevice(output, outputName(context, hook)));
  if (protocol !== undefined) {
    const { number, isInverted } = protocol;
    tests.push(({ packet }) => (packet.protocol === number) !== isInverted);
  }
  if (fragment !== undefined) {
    const { wanted } = fragment;
    tests.push(({ packet }) => packet.fragmentOffset > 0 === wanted);
  }
  for (const match of spec.matches) tests.push(testOf(match, world));
  return tests;
}

/** Whether an address lies in the network, or outside it. */
export const isAddress = ({ address, mask, isInverted }: AddressTest, candidate: Ipv4Address): boolean =>
  ((candidate & mask) >>> 0 === address) !== isInverted;

/** Whether a device has the name, or a name that begins so. */
export function isDevice({ name, isPrefix, isInverted }: DeviceTest, candidate: string): boolean {
  const isSo = isPrefix ? candidate.startsWith(name) : candidate === name;
  return isSo !== isInverted;
}

/** What leaves has no input any more, what has just come in no output yet. */
const inputName = ({ input }: PacketContext, hook: HookName): string =>
  hook === "local-out" || hook === "postrouting" ? "" : (input?.device.name ?? "");

const outputName = ({ output }: PacketContext, hook: HookName): string =>
  hook === "prerouting" || hook === "local-in" ? "" : (output?.device.name ?? "");

const isInRange = ({ from, to, isInverted }: RangeTest, port: number): boolean =>
  (port >= from && port <= to) !== isInverted;

function testOf(match: Match, world: MatchWorld): PacketTest {
  switch (match.kind) {
    case "tcp":
      return tcpTest(match);
    case "udp":
      return udpTest(match);
    case "icmp":
      return icmpTest(match);
    case "multiport":
      return multiportTest(match);
    case "flow-state":
      return stateTest(match);
    case "mark": {
      const { value, mask, isInverted } = match;
      return ({ mark }) => ((mark & mask) >>> 0 === value) !== isInverted;
    }
    case "flow-mark": {
      const { value, mask, isInverted } = match;
      return ({ flow }) => flow !== undefined && ((flow.mark & mask) >>> 0 === value) !== isInverted;
    }
    case "source-mac": {
      const { mac, isInverted } = match;
      return ({ frame }) => frame !== undefined && (frame.src === mac) !== isInverted;
    }
    case "limit":
      return limitTest(match, world.simulation);
    case "length": {
      const { lengths } = match;
      return ({ packet }) => isInRange(lengths, packet.length);
    }
    case "tos": {
      const { value, mask, isInverted } = match;
      return ({ packet }) => ((packet.tos & mask) === value) !== isInverted;
    }
    case "ttl": {
      const { ttls } = match;
      return ({ packet }) => isInRange(ttls, packet.ttl);
    }
    case "comment":
      return () => true;
    case "ipvs":
      return ipvsTest(match.test, world.ipvs);
  }
}

type Of<Kind extends Match["kind"]> = Extract<Match, { kind: Kind }>;

function tcpTest({ sourcePort, destinationPort, flags }: Of<"tcp">): PacketTest {
  return ({ packet }) => {
    const { payload } = packet;
    if (payload.kind !== "tcp") return false;
    if (sourcePort !== undefined && !isInRange(sourcePort, payload.srcPort)) return false;
    if (destinationPort !== undefined && !isInRange(destinationPort, payload.dstPort)) return false;
    return flags === undefined || ((payload.flags & flags.mask) === flags.set) !== flags.isInverted;
  };
}

function udpTest({ sourcePort, destinationPort }: Of<"udp">): PacketTest {
  return ({ packet }) => {
    const { payload } = packet;
    if (payload.kind !== "udp") return false;
    if (sourcePort !== undefined && !isInRange(sourcePort, payload.srcPort)) return false;
    return destinationPort === undefined || isInRange(destinationPort, payload.dstPort);
  };
}

function icmpTest({ type, codes, isInverted }: Of<"icmp">): PacketTest {
  return ({ packet }) => {
    const { payload } = packet;
    if (payload.kind !== "icmp") return false;
    if (type === "any") return !isInverted;
    const isSo = payload.type === type && payload.code >= codes.from && payload.code <= codes.to;
    return isSo !== isInverted;
  };
}

function multiportTest({ which, ports, isInverted }: Of<"multiport">): PacketTest {
  const isListed = (port: number): boolean => ports.some(({ from, to }) => port >= from && port <= to);
  return ({ packet }) => {
    const { payload, protocol } = packet;
    if (payload.kind !== "tcp" && payload.kind !== "udp") return false;
    if (protocol !== protocols.tcp && protocol !== protocols.udp) return false;
    const { srcPort, dstPort } = payload;
    if (which === "source") return isListed(srcPort) !== isInverted;
    if (which === "destination") return isListed(dstPort) !== isInverted;
    return (isListed(srcPort) || isListed(dstPort)) !== isInverted;
  };
}

function stateTest({ states, isInverted }: Of<"flow-state">): PacketTest {
  return (context) => {
    const { flow } = context;
    const isTranslated =
      (states.has("SNAT") && flow?.nat.sourceChanged === true) ||
      (states.has("DNAT") && flow?.nat.destinationChanged === true);
    return (isTranslated || states.has(flowStateOf(context))) !== isInverted;
  };
}

function limitTest({ period, burst }: Of<"limit">, simulation: Simulation<never>): PacketTest {
  const bucket = { tokens: burst, at: simulation.now as number };
  return () => {
    const { now } = simulation;
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / period);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  };
}
