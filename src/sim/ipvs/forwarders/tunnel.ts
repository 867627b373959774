/**
 * Tunnelling (`ipvsadm -i`): the packet travels inside another one to a destination in any network, which
 * unwraps it and answers the client itself.
 *
 * Outer header: TTL, DSCP and DF of the inner one, ECN as RFC 3168 has it with CE becoming ECT(0).
 */

import { nextIpId } from "#sim/stack/ip-id";
import { sendRouted } from "#sim/stack/output";
import { originated } from "#sim/stack/packet-context";
import { hasPendingChecksum } from "#sim/stack/pending-checksum";
import type { ResolvedRoute } from "#sim/stack/route";
import { accept, dropFor, stolen } from "#sim/stack/verdict";
import { type Ipv4Packet, ipv4 } from "#sim/wire/ipv4";
import { type Destination, plainTunnel } from "../destination.ts";
import type { Encapsulation, Unwrapped } from "../encapsulation.ts";
import { encapsulations } from "../encapsulations/index.ts";
import { confirmFlow } from "../flow-tracking.ts";
import type { Forwarder } from "../forwarder.ts";
import type { Ipvs } from "../ipvs.ts";
import { announceForwarded, mark, prepare, type WayRules } from "../way.ts";

export const tunnel: Forwarder = {
  name: "tunnel",
  option: { short: "i", long: "ipip" },
  listed: "Tunnel",
  number: 2,
  rewritesDestination: false,
  forward(ipvs, connection, context) {
    const { destination } = connection;
    const before = context.packet;
    const encapsulation = encapsulationOf(destination);
    if (destination === undefined || encapsulation === undefined) return dropFor("ipvs-destination-gone");
    const { tunnel: options } = destination;
    const isUnsummed = options.checksum === "remote" && hasPendingChecksum(ipvs.stack, context);
    const overhead = encapsulation.overhead({ options, isUnsummed });
    const way = prepare(ipvs, connection, context, rulesFor(ipvs, overhead));
    if (typeof way === "object") return way;
    mark(connection, context);
    if (way === "local") return accept;
    if (!confirmFlow(connection, context, ipvs.stack.simulation)) return flowClash;
    const { route } = context;
    if (route === undefined) return stolen;
    const outer = originated(
      wrap(ipvs, context.packet, { destination, encapsulation, isUnsummed, route }),
      context.mark,
    );
    outer.route = route;
    outer.output = route.output;
    outer.ipvsHandled = true;
    outer.largestPiece = context.largestPiece;
    announceForwarded(ipvs, connection, outer, before);
    sendRouted(ipvs.stack, outer);
    return stolen;
  },
};

const flowClash = dropFor("firewall", { name: "conntrack", value: "flow clash", from: "conntrack" });

const encapsulationOf = (destination: Destination | undefined): Encapsulation | undefined =>
  encapsulations.find(({ name }) => name === (destination?.tunnel ?? plainTunnel).type);

const rulesFor = ({ sysctl }: Ipvs, overhead: number): WayRules => ({
  mayBeLocal: true,
  mayBeRemote: true,
  mayTurnLocal: false,
  overhead,
  limitsSize: sysctl.pmtu_disc !== 0,
});

interface Wrapping {
  readonly destination: Destination;
  readonly encapsulation: Encapsulation;
  readonly isUnsummed: boolean;
  readonly route: ResolvedRoute;
}

const congestionExperienced = 3;
const capableTransport = 2;

function wrap(ipvs: Ipvs, inner: Ipv4Packet, wrapping: Wrapping): Ipv4Packet {
  const { destination, encapsulation, isUnsummed, route } = wrapping;
  const { stack } = ipvs;
  const isMarked = (inner.tos & 3) === congestionExperienced;
  const dontFragment = ipvs.sysctl.pmtu_disc !== 0 && inner.dontFragment;
  return ipv4({
    origin: inner.origin,
    src: route.source,
    dst: destination.address,
    protocol: encapsulation.protocol,
    payload: encapsulation.wrap(inner, { stack, options: destination.tunnel, isUnsummed }),
    id: dontFragment ? 0 : nextIpId(stack),
    ttl: inner.ttl,
    tos: isMarked ? (inner.tos & 0xfc) | capableTransport : inner.tos,
    dontFragment,
  });
}

/** The inner packet of one of our own wrapped packets, with the encapsulation that made it. */
export function unwrapOwn(
  outer: Ipv4Packet,
  destinations: Iterable<Destination>,
): (Unwrapped & { readonly destination: Destination }) | undefined {
  for (const destination of destinations) {
    if (destination.forwarder !== tunnel || destination.address !== outer.dst) continue;
    const encapsulation = encapsulationOf(destination);
    if (encapsulation?.protocol !== outer.protocol) continue;
    const unwrapped = encapsulation.unwrap(outer, destination.tunnel);
    if (unwrapped !== undefined) return { ...unwrapped, destination };
  }
  return undefined;
}
