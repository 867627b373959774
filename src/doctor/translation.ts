/**
 * Address translation by rules of iptables, as far as a configuration tells it: which address or port a
 * packet would get, and what the answer to it gets back. Of a range the first is taken.
 */

import type { NetNode } from "#sim/nodes/node";
import { scopes } from "#sim/stack/interface";
import type { NatRange, Target } from "#sim/stack/netfilter/rule";
import type { PacketContext } from "#sim/stack/packet-context";
import { selectSource } from "#sim/stack/source-address";
import type { Ipv4Address } from "#sim/wire/address";
import { type Ipv4Packet, withEnds } from "#sim/wire/ipv4";

/** What one machine made of a packet. */
export interface Rewritten {
  readonly node: string;
  readonly before: Ipv4Packet;
  readonly after: Ipv4Packet;
}

/** Both ends of a packet; ports are 0 where it has none. */
export interface Ends {
  readonly src: Ipv4Address;
  readonly srcPort: number;
  readonly dst: Ipv4Address;
  readonly dstPort: number;
}

export function endsOf({ src, dst, payload }: Ipv4Packet): Ends {
  if (payload.kind !== "tcp" && payload.kind !== "udp") return { src, srcPort: 0, dst, dstPort: 0 };
  return { src, srcPort: payload.srcPort, dst, dstPort: payload.dstPort };
}

/** The packet with other ends. */
export function readdress(packet: Ipv4Packet, changes: Partial<Ends>): Ipv4Packet {
  const { src, srcPort, dst, dstPort } = { ...endsOf(packet), ...changes };
  const { payload } = packet;
  const hasPorts = payload.kind === "tcp" || payload.kind === "udp";
  return withEnds(packet, src, dst, hasPorts ? { ...payload, srcPort, dstPort } : payload);
}

/** What a target of the nat table makes of a request; `undefined`: it changes the other end, or nothing. */
export function rewrite(
  { stack }: NetNode,
  { packet, input, output, route }: PacketContext,
  target: Target,
  end: "source" | "destination",
): Ipv4Packet | undefined {
  if (end === "source") {
    if (target.kind === "snat") return readdress(packet, given(target.range, "src", "srcPort"));
    if (target.kind !== "masquerade" || output === undefined) return undefined;
    const src = selectSource(stack, { output, target: route?.nextHop, scope: scopes.global });
    return readdress(packet, { src });
  }
  if (target.kind === "dnat") return readdress(packet, given(target.range, "dst", "dstPort"));
  const own = input?.addresses[0]?.address;
  if (target.kind !== "redirect" || own === undefined) return undefined;
  return readdress(packet, { ...given(target.range, "dst", "dstPort"), dst: own });
}

function given(range: NatRange, address: "src" | "dst", port: "srcPort" | "dstPort"): Partial<Ends> {
  return {
    ...(range.addresses === undefined ? {} : { [address]: range.addresses.from }),
    ...(range.ports === undefined ? {} : { [port]: range.ports.from }),
  };
}

/** An answer passes a machine that rewrote what it answers: it gets the ends that its asker knows. */
export function undo(rewritten: readonly Rewritten[], node: NetNode, packet: Ipv4Packet): Ipv4Packet {
  return rewritten
    .filter((each) => each.node === node.name)
    .reduceRight((answer, { before, after }) => {
      const [now, then] = [endsOf(after), endsOf(before)];
      const own = endsOf(answer);
      const isItsAnswer =
        own.src === now.dst &&
        own.srcPort === now.dstPort &&
        own.dst === now.src &&
        own.dstPort === now.srcPort;
      if (!isItsAnswer) return answer;
      return readdress(answer, {
        ...{ src: then.dst, srcPort: then.dstPort },
        ...{ dst: then.src, dstPort: then.srcPort },
      });
    }, packet);
}
