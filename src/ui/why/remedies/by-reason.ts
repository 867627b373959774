/**
 * What to type, by the reason that ended a packet.
 */

import type { DropReason } from "#sim/stack/verdict";
import { formatIpv4, formatMac } from "#sim/wire/address";
import type { RemedyFact } from "#words/remedy-facts";
import type { Surroundings } from "#words/why-facts";
import { latestOf } from "../chain.ts";
import {
  addressOfEndpoint,
  addressOnLink,
  directorByNat,
  gatewayFor,
  ownerOfMac,
  ownersOfAddress,
  type Place,
  portOfEndpoint,
  vipOf,
} from "../surroundings.ts";
import { againstSilence, announceBest, silence } from "./by-arp.ts";
import { againstChecksum, againstEmpty, againstFullPorts, againstSyncId, byRewriting } from "./by-ipvs.ts";
import { narrowAddresses } from "./by-route.ts";
import { againstRule } from "./by-rule.ts";
import { againstSize } from "./by-size.ts";
import { againstFilter, defaultRoute, raise, setCounted } from "./by-switch.ts";
import type { EndedStep } from "./ended-step.ts";
import { serviceOption } from "./service-command.ts";

type Maker = (ended: EndedStep) => readonly RemedyFact[];

const none: Maker = () => [];
const switchedOff: Maker = ({ place, decided }) => setCounted(place.node, decided, "0");
const switchedOn: Maker = ({ place, decided }) => setCounted(place.node, decided, "1");

/** The lines for a reason; none where nothing is wrong, or nothing that is typed helps. */
export const byReason: Readonly<Record<DropReason, Maker>> = {
  "other-host": none,
  "bad-ip-header": none,
  "bad-checksum": none,
  "group-not-joined": ({ place, around, packet }) =>
    packet !== undefined && formatIpv4(packet.dst) === syncGroup && around.arrivedOn !== undefined
      ? againstSyncId(place, 0, around.arrivedOn)
      : [],
  "martian-source": (ended) => [...askerByOther(ended), ...passBy(ended), ...switchedOn(ended)],
  "martian-destination": switchedOn,
  "reverse-path": ({ place, decided, way }) => againstFilter(place, decided, way !== undefined),
  "not-a-router": forwarding,
  "no-route": ({ place }) => defaultRoute(place),
  "unreachable-route": refusingRoute,
  "prohibited-route": refusingRoute,
  "blackhole-route": refusingRoute,
  "ttl-expired": longerLife,
  "needs-fragmentation": againstSize,
  "unicast-in-broadcast-frame": switchedOff,
  "reassembly-timeout": ({ place, decided }) => raise(place.node, decided, 2),
  "bad-fragment": none,
  "no-protocol": ({ place, packet }) => loadModule(place.node, packet?.protocol),
  "no-socket": socket,
  "neighbour-failed": ({ place, around }) => failed(place, around),
  "neighbour-queue-full": ({ place, decided }) => raise(place.node, decided),
  firewall: againstRule,
  rejected: againstRule,
  "arp-filtered": againstRule,
  "arp-ignored": switchedOff,
  "arp-filter": switchedOff,
  "no-tunnel-device": tunnelDevice,
  "tunnel-loop": none,
  "tunnel-checksum": ({ past, place, packet }) =>
    packet?.payload.kind === "gre" ? againstChecksum(past, place, packet.payload.hasChecksum) : [],
  "bad-encapsulation": none,
  "tcp-invalid": none,
  "echo-ignored": switchedOff,
  "device-down": ({ place: { node }, setting }) =>
    setting === undefined ? [] : [upAgain(node, setting.from)],
  "ipvs-no-destination": ({ place, around, decided }) =>
    decided === undefined ? emptyService(place, around) : setCounted(place.node, decided, "0"),
  "ipvs-no-local-port": ({ place, events }) => {
    const refused = latestOf(events, "no-local-port");
    return refused === undefined ? [] : againstFullPorts(place, refused);
  },
  "ipvs-destination-gone": switchedOn,
  "ipvs-crossing-local": none,
  "ipvs-drop-packet": switchedOff,
  "ipvs-rescheduled": switchedOff,
};

/** The group by which directors tell one another of connections. */
const syncGroup = "224.0.0.81";

const upAgain = (node: string, device: string): RemedyFact => ({
  kind: "device-up",
  node,
  command: `ip link set ${device} up`,
  device,
});

/** A real server answers through its director, which has the address of the answer itself: past it. */
function passBy({ place, packet, events }: EndedStep): RemedyFact[] {
  const arrival = latestOf(events, "frame-received");
  if (packet === undefined || arrival === undefined) return [];
  const { past, event } = place;
  const server = ownerOfMac(place, formatMac(arrival.event.frame.src));
  const vip = server === undefined ? undefined : vipOf({ ...place, node: server }, formatIpv4(packet.src));
  if (server === undefined || vip?.isServer !== true || vip.director !== place.node) return [];
  const others = { ...past, nodes: past.nodes.filter((node) => node !== place.node) };
  const gateway = gatewayFor({ past: others, node: server, event });
  if (gateway === undefined) return [];
  const command = `ip route replace default via ${gateway.address}`;
  return [
    { kind: "pass-by-director", node: server, command, gateway: gateway.address, router: gateway.node },
  ];
}

/** Who asks as an address that the asked machine has itself should ask as another. */
function askerByOther({ place, message }: EndedStep): RemedyFact[] {
  if (message === undefined) return [];
  const address = formatIpv4(message.senderIp);
  return ownersOfAddress(place, address)
    .filter((node) => node !== place.node)
    .slice(0, 1)
    .map((node) => announceBest(node, address));
}

function forwarding({ place, around, decided, dst }: EndedStep): readonly RemedyFact[] {
  const { node, past, event } = place;
  const address = formatIpv4(dst);
  if (around.vip?.isServer === true && around.holder === undefined) {
    return [...byRewriting(place, around.vip), ...takeAddress(place, address)];
  }
  const shared = past.rows(node, "sysctls", event).find(({ name }) => name === "net.ipv4.ip_forward");
  if (shared?.value === "1") return setCounted(node, decided, "1");
  return [{ kind: "forward", node, command: "sysctl -w net.ipv4.ip_forward=1" }];
}

/** A real server that lacks the virtual address: on lo, and silent about it. */
function takeAddress(place: Place, address: string): RemedyFact[] {
  const { node } = place;
  const command = `ip addr add ${address}/32 dev lo`;
  return [...silence(place, node, address), { kind: "add-address", node, command, address, device: "lo" }];
}

function refusingRoute({ place: { node }, setting }: EndedStep): RemedyFact[] {
  if (setting === undefined) return [];
  const { name, value, from } = setting;
  if (name === "rule") {
    const priority = /(\d+)$/.exec(from)?.[1] ?? "";
    return [{ kind: "delete-rule", node, command: `ip rule del priority ${priority}`, priority }];
  }
  const table = from === "table main" ? "" : ` ${from}`;
  const route = String(value).trim();
  return [{ kind: "delete-route", node, command: `ip route del ${route}${table}`, route }];
}

/** What a machine's packets begin with where nobody has changed it. */
const usualTtl = 64;

function longerLife({ place, packet }: EndedStep): RemedyFact[] {
  const name = "net.ipv4.ip_default_ttl";
  const [sender] = packet === undefined ? [] : ownersOfAddress(place, formatIpv4(packet.src));
  if (sender === undefined) return [];
  const row = place.past.rows(sender, "sysctls", place.event).find((each) => each.name === name);
  if (row === undefined || Number(row.value) >= usualTtl) return [];
  return [{ kind: "longer-life", node: sender, command: `sysctl -w ${name}=${usualTtl}`, ttl: usualTtl }];
}

const modules: ReadonlyMap<number | undefined, { readonly module: string; readonly device: string }> =
  new Map([
    [4, { module: "ipip", device: "tunl0" }],
    [47, { module: "ip_gre", device: "gre0" }],
  ]);

function loadModule(node: string, protocol: number | undefined): RemedyFact[] {
  const known = modules.get(protocol);
  if (known === undefined) return [];
  const command = `modprobe ${known.module}; ip link set ${known.device} up`;
  return [{ kind: "load-module", node, command, module: known.module }];
}

function tunnelDevice({ place: { node }, around: { tunnel }, packet }: EndedStep): RemedyFact[] {
  if (tunnel === undefined) return loadModule(node, packet?.payload.kind === "gre" ? 47 : 4);
  return tunnel.isUp ? [] : [upAgain(node, tunnel.device)];
}

/**
 * An answer from another address than was asked must go back through the director; else a program must
 * listen.
 */
function socket(ended: EndedStep): readonly RemedyFact[] {
  const { place, around, packet, src, events } = ended;
  const narrow = narrowAddresses(place, events);
  if (narrow.length > 0) return narrow;
  if (around.expected !== undefined) return throughDirector(place, formatIpv4(src));
  const payload = packet?.payload;
  if (packet === undefined || (payload?.kind !== "tcp" && payload?.kind !== "udp")) return [];
  const { listening } = around;
  const { dstPort: port } = payload;
  if (listening === undefined || listening.some((end) => portOfEndpoint(end) === String(port))) return [];
  const { node } = place;
  if (payload.kind === "udp" && isTunnelledTo(place, formatIpv4(src))) {
    const command = `modprobe fou; ip fou add port ${port} gue; ip link set tunl0 up`;
    return [{ kind: "take-datagrams", node, command, port }];
  }
  const command = `nc -l -k${payload.kind === "udp" ? " -u" : ""} ${port}`;
  return [{ kind: "start-server", node, command, port }];
}

/** Whether the sender is a director that tunnels to this machine. */
function isTunnelledTo(place: Place, sender: string): boolean {
  const { past, node, event } = place;
  const own = past.rows(node, "addresses", event).map(({ address }) => address);
  return ownersOfAddress(place, sender).some((director) =>
    past
      .rows(director, "destinations", event)
      .some((row) => row.method === "tunnel" && own.includes(addressOfEndpoint(row.destination))),
  );
}

/** The client is on the server's own link: only a route to that host makes the answer take the other way. */
function throughDirector(place: Place, server: string): RemedyFact[] {
  const [node] = ownersOfAddress(place, server);
  if (node === undefined) return [];
  const there = { ...place, node };
  const director = directorByNat(there);
  const gateway = director === undefined ? undefined : addressOnLink(there, director);
  if (director === undefined || gateway === undefined) return [];
  const near = addressOnLink(there, place.node);
  const to = near === undefined ? "default" : `${near}/32`;
  const command = `ip route replace ${to} via ${gateway}`;
  const route: RemedyFact = { kind: "route-through-director", node, command, gateway, director };
  return near === undefined ? [route] : [...noRedirects(there, director), route];
}

/** The director must not tell the server of the shorter way. */
function noRedirects(place: Place, director: string): RemedyFact[] {
  const device = place.past
    .rows(director, "addresses", place.event)
    .find(({ address }) => address === addressOnLink(place, director))?.device;
  const names = ["all", ...(device === undefined ? [] : [device])].map(
    (scope) => `net.ipv4.conf.${scope}.send_redirects`,
  );
  const command = `sysctl -w ${names.map((name) => `${name}=0`).join(" ")}`;
  return [{ kind: "set", node: director, command, name: names.join(", "), value: "0" }];
}

/**
 * Nobody answers: who has the address may be down; where nobody has it and a service leads there, it must
 * not.
 */
export function failed(place: Place, { nextHop }: Surroundings): RemedyFact[] {
  if (nextHop === undefined) return [];
  const awake = againstSilence(place, nextHop);
  if (awake.length > 0 || ownersOfAddress(place, nextHop).length > 0) return awake;
  return [...withoutServer(place, nextHop), ...otherGateway(place, nextHop)];
}

function withoutServer({ past, node, event }: Place, address: string): RemedyFact[] {
  return past
    .rows(node, "destinations", event)
    .filter(({ destination }) => destination.startsWith(`${address}:`))
    .map(({ service, destination }) => {
      const command = `ipvsadm -d ${serviceOption(service)} -r ${destination}`;
      return { kind: "remove-destination", node, command, destination, service };
    });
}

function otherGateway(place: Place, address: string): RemedyFact[] {
  const isGateway = place.past
    .rows(place.node, "routes", place.event)
    .some(({ via, destination }) => via === address && destination === "default");
  if (!isGateway) return [];
  return defaultRoute(place).map((remedy) => ({
    ...remedy,
    command: remedy.command.replace("route add", "route replace"),
  }));
}

function emptyService(place: Place, { destinations }: Surroundings): readonly RemedyFact[] {
  const [first] = destinations ?? [];
  const services = place.past.rows(place.node, "services", place.event);
  const name = first?.service ?? (services.length === 1 ? services[0]?.name : undefined);
  return name === undefined ? [] : againstEmpty(place, name);
}
