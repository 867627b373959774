/**
 * What to type where a packet is too long for its way: the sender must hear of it, or send shorter ones from
 * the start, or the way must be wider.
 */

import type { DestinationRow } from "#sim/rows";
import type { RemedyFact } from "#words/remedy-facts";
import { addressOfEndpoint, ownersOfAddress, type Place } from "../surroundings.ts";
import type { EndedStep } from "./ended-step.ts";

const usualMtu = 1500;
/** An IP header and a TCP header. */
const headers = 40;

export function againstSize(ended: EndedStep): RemedyFact[] {
  return [...letIcmpPass(ended), ...widerDevice(ended), ...shorterSegments(ended)];
}

/** The error about it was on its way to the sender, and a rule ended it. */
function letIcmpPass({ past, traced, place }: EndedStep): RemedyFact[] {
  for (const { event } of [...past.effects(traced.id), ...past.effects(traced.cause)]) {
    if (event.kind !== "packet-dropped" || event.packet.payload.kind !== "icmp") continue;
    const chain = /^iptables filter (\S+)$/.exec(event.setting?.name ?? "")?.[1];
    if (chain === undefined || event.node === place.node) continue;
    const command = `iptables -I ${chain} -p icmp --icmp-type fragmentation-needed -j ACCEPT`;
    return [{ kind: "let-icmp-pass", node: event.node, command }];
  }
  return [];
}

function widerDevice({ place: { node }, setting }: EndedStep): RemedyFact[] {
  const device = /^(\S+) mtu$/.exec(setting?.from ?? "")?.[1];
  if (device === undefined || Number(setting?.value) >= usualMtu || device.startsWith("tun")) return [];
  const command = `ip link set ${device} mtu ${usualMtu}`;
  return [{ kind: "mtu", node, command, device, mtu: usualMtu }];
}

/** TCP asks the other side for segments that fit, by the MSS of its SYN+ACK. */
function shorterSegments({ place, packet, setting, around }: EndedStep): RemedyFact[] {
  const mtu = Number(setting?.value);
  if (packet?.payload.kind !== "tcp" || !Number.isFinite(mtu) || mtu <= headers) return [];
  const rows = place.past.rows(place.node, "destinations", place.event);
  const servers = rows.filter(
    ({ service, method }) => service === around.vip?.service && method === "tunnel",
  );
  return servers.flatMap((row) => advmssAt(place, row, mtu - headers));
}

function advmssAt(place: Place, { destination }: DestinationRow, mss: number): RemedyFact[] {
  const [node] = ownersOfAddress(place, addressOfEndpoint(destination));
  if (node === undefined) return [];
  const way = place.past
    .rows(node, "routes", place.event)
    .find((route) => route.destination === "default" && route.via !== undefined);
  if (way?.via === undefined) return [];
  const command = `ip route change default via ${way.via} advmss ${mss}`;
  return [{ kind: "advmss", node, command, mss }];
}
