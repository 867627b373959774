/**
 * A tunnel as `ip tunnel` and `ip link add … type ipip|gre` ask for it, and making it.
 *
 * Leaves out keys and sequence numbers of GRE.
 */

import { exactDevice } from "#shell/commands/network/device-names";
import { loadedModules } from "#shell/modules/loading";
import { addTunnelDevice } from "#sim/nodes/modules";
import type { Interface } from "#sim/stack/interface";
import { fallbackNames, overheadOf, type Tunnel, type TunnelKind } from "#sim/stack/tunnel";
import { anyAddress } from "#sim/wire/address";
import { ethernetMtu } from "#sim/wire/ethernet";
import { smallestMtu } from "#sim/wire/ipv4";
import { addressIn } from "./addresses.ts";
import { answerErrno, type Call, deviceFor } from "./call.ts";
import { tosIn } from "./route-request.ts";
import { begins, eachWord, garbage, next, numberIn, Refusal, wrong } from "./words.ts";

type Settings = { -readonly [field in keyof Tunnel]: Tunnel[field] };

/** What the words of a line say of a tunnel. */
export interface TunnelRequest extends Omit<Settings, "interface" | "kind" | "mtuCeiling"> {
  name: string | undefined;
  kind: TunnelKind | undefined;
  /** The device below, whose MTU counts. */
  lower: Interface | undefined;
}

const largestTtl = 255;
const largestPacket = 65_535;

/** A request that says nothing yet. */
export const emptyRequest = (): TunnelRequest => ({
  name: undefined,
  kind: undefined,
  local: anyAddress,
  remote: anyAddress,
  ttl: 0,
  tos: 0,
  pathMtuDiscovery: true,
  inputChecksum: false,
  outputChecksum: false,
  encapsulation: undefined,
  lower: undefined,
});

/** Reads the rest of a line of `ip tunnel`; a change begins with what the tunnel is. */
export function readTunnel(call: Call, isChange = false): TunnelRequest {
  const { words } = call;
  const known = isChange ? namedTunnel(call, words.list[words.at]) : undefined;
  const request = known === undefined ? emptyRequest() : requestOf(known);
  for (const word of eachWord(words)) {
    if (word === "mode") request.kind = kindIn(next(words));
    else if (notModelled.includes(word)) throw new Refusal(`not modelled in LVS Lab: ip tunnel ${word}`, 0);
    else if (readCommon(call, request, word)) continue;
    else {
      const name = word === "name" ? next(words) : word;
      if (request.name !== undefined) throw garbage("name", name);
      request.name = name;
    }
  }
  return request;
}

/** What a tunnel is, as if somebody had asked for it; its name is still to be read. */
const requestOf = (tunnel: Tunnel): TunnelRequest => ({
  ...emptyRequest(),
  ...settingsOf(tunnel),
  kind: tunnel.kind,
});

const notModelled = ["key", "ikey", "okey", "seq", "iseq", "oseq"];

const namedTunnel = ({ stack }: Call, name: string | undefined): Tunnel | undefined =>
  stack.tunnels.tunnels.find((tunnel) => tunnel.interface.device.name === name);

/** Reads what both ways of making a tunnel understand; answers whether `word` was such. */
export function readCommon(call: Call, request: TunnelRequest, word: string): boolean {
  const { words } = call;
  if (word === "remote") request.remote = addressIn(next(words), "inet");
  else if (word === "local") request.local = addressIn(next(words), "inet");
  else if (word === "dev") request.lower = deviceFor(call, next(words));
  else if (["ttl", "hoplimit", "hlim"].includes(word)) request.ttl = ttlIn(next(words));
  else if (word === "tos" || word === "tclass" || begins(word, "dsfield")) {
    const value = next(words);
    request.tos = value === "inherit" ? 1 : tosIn(value, "bad TOS value");
  } else if (word === "nopmtudisc") request.pathMtuDiscovery = false;
  else if (word === "pmtudisc") request.pathMtuDiscovery = true;
  else return readChecksum(request, word);
  return true;
}

function readChecksum(request: TunnelRequest, word: string): boolean {
  if (!["csum", "icsum", "ocsum"].includes(word)) return false;
  if (word !== "ocsum") request.inputChecksum = true;
  if (word !== "icsum") request.outputChecksum = true;
  return true;
}

function kindIn(word: string): TunnelKind {
  if (word === "ipip" || word === "ip/ip") return "ipip";
  if (word === "gre" || word === "gre/ip") return "gre";
  if (["sit", "ipv6/ip", "isatap", "vti"].includes(word)) {
    throw new Refusal(`not modelled in LVS Lab: tunnels of mode ${word}`, 0);
  }
  throw new Refusal(`Unknown tunnel mode "${word}"`, 255);
}

function ttlIn(word: string): number {
  return word === "inherit" ? 0 : numberIn(word, "invalid TTL\n", largestTtl);
}

/**
 * Makes the device, down; loads the module it needs. Two tunnels of a kind with the same ends cannot be;
 * datagrams around packets need the module fou.
 */
export function addTunnel(
  call: Call,
  request: TunnelRequest & { readonly kind: TunnelKind },
  isFromNetlink: boolean,
): Interface | number {
  const { machine, stack } = call;
  const { name, kind, ttl, pathMtuDiscovery, lower, encapsulation } = request;
  exactDevice(machine, fallbackNames[kind]);
  if (ttl > 0 && !pathMtuDiscovery && !isFromNetlink) {
    throw wrong(String(ttl), "ttl != 0 and nopmtudisc are incompatible");
  }
  if (encapsulation !== undefined && !loadedModules(machine).has("fou")) return answerErrno("EINVAL");
  if (isTaken(call, request)) return answerErrno("EEXIST");
  const overhead = overheadOf(request);
  const mtu = (lower?.device.mtu ?? ethernetMtu) - overhead;
  const made = addTunnelDevice(stack, name ?? freeName(call, kind), { kind, mtu });
  const mtuCeiling = isFromNetlink ? undefined : largestPacket - overhead;
  stack.tunnels.tunnels.push({ ...settingsOf(request), interface: made, kind, mtuCeiling });
  return made;
}

/** Whether there is a tunnel of the kind with the same ends. */
export const isTaken = ({ stack }: Call, { kind, local, remote }: TunnelRequest): boolean =>
  stack.tunnels.tunnels.some(
    (tunnel) => tunnel.kind === kind && tunnel.local === local && tunnel.remote === remote,
  );

/** The name that the kernel gives a device of a type that was asked for without one. */
export function freeName({ stack }: Call, type: string): string {
  const base = type === "ipip" ? "tunl" : type;
  let number = 0;
  while (stack.interfaces.has(`${base}${number}`)) number++;
  return `${base}${number}`;
}

const settingsOf = (request: Omit<TunnelRequest, "name" | "kind" | "lower">) => ({
  local: request.local,
  remote: request.remote,
  ttl: request.ttl,
  tos: request.tos,
  pathMtuDiscovery: request.pathMtuDiscovery,
  inputChecksum: request.inputChecksum,
  outputChecksum: request.outputChecksum,
  encapsulation: request.encapsulation,
});

/** The tunnel in other words; what it adds to packets more than before, its device has less room for. */
export function changed(tunnel: Tunnel, request: TunnelRequest): Tunnel {
  const { kind, mtuCeiling } = tunnel;
  const { device } = tunnel.interface;
  const after = { ...settingsOf(request), interface: tunnel.interface, kind, mtuCeiling };
  const more = overheadOf(after) - overheadOf(tunnel);
  if (more !== 0) device.mtu = Math.max(smallestMtu, device.mtu - more);
  return after;
}
