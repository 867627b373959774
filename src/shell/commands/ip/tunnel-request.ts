/**
 * A tunnel as `ip tunnel add` and `ip link add … type ipip` ask for it, and making it.
 */

import { exactDevice } from "#shell/commands/network/device-names";
import { addTunnelDevice } from "#sim/nodes/modules";
import type { Interface } from "#sim/stack/interface";
import type { Tunnel } from "#sim/stack/tunnel";
import { overhead } from "#sim/stack/tunnel";
import { anyAddress, type Ipv4Address } from "#sim/wire/address";
import { addressIn } from "./addresses.ts";
import { answerErrno, type Call, deviceFor } from "./call.ts";
import { tosIn } from "./route-request.ts";
import { begins, eachWord, garbage, next, numberIn, Refusal, wrong } from "./words.ts";

export interface TunnelRequest {
  name: string | undefined;
  mode: string | undefined;
  local: Ipv4Address;
  remote: Ipv4Address;
  /** 0: that of the inner packet. */
  ttl: number;
  /** 1: that of the inner packet. */
  tos: number;
  pathMtuDiscovery: boolean;
  /** The device below, whose MTU counts. */
  lower: Interface | undefined;
}

const largestTtl = 255;
const usualMtu = 1500;

/** Reads the rest of the line. */
export function readTunnel(call: Call): TunnelRequest {
  const { words } = call;
  const request: TunnelRequest = {
    name: undefined,
    mode: undefined,
    local: anyAddress,
    remote: anyAddress,
    ttl: 0,
    tos: 0,
    pathMtuDiscovery: true,
    lower: undefined,
  };
  for (const word of eachWord(words)) {
    if (word === "mode") request.mode = modeIn(next(words));
    else if (word === "remote") request.remote = addressIn(next(words), "inet");
    else if (word === "local") request.local = addressIn(next(words), "inet");
    else if (word === "dev") request.lower = deviceFor(call, next(words));
    else if (["ttl", "hoplimit", "hlim"].includes(word)) request.ttl = ttlIn(next(words));
    else if (word === "tos" || word === "tclass" || begins(word, "dsfield")) {
      const value = next(words);
      request.tos = value === "inherit" ? 1 : tosIn(value, "bad TOS value");
    } else if (word === "nopmtudisc") request.pathMtuDiscovery = false;
    else if (word === "pmtudisc") request.pathMtuDiscovery = true;
    else {
      const name = word === "name" ? next(words) : word;
      if (request.name !== undefined) throw garbage("name", name);
      request.name = name;
    }
  }
  return request;
}

function modeIn(word: string): string {
  if (word === "ipip" || word === "ip/ip") return "ipip";
  if (["gre", "gre/ip", "sit", "ipv6/ip", "isatap", "vti"].includes(word)) {
    throw new Refusal(`not modelled in LVS Lab: tunnels of mode ${word}`, 0);
  }
  throw new Refusal(`Unknown tunnel mode "${word}"`, 255);
}

function ttlIn(word: string): number {
  return word === "inherit" ? 0 : numberIn(word, "invalid TTL\n", largestTtl);
}

/** Makes the device, down; loads the module it needs. Two tunnels with the same ends cannot be. */
export function addTunnel(call: Call, request: TunnelRequest): Interface | number {
  const { machine, stack } = call;
  exactDevice(machine, "tunl0");
  const { name, local, remote, ttl, tos, pathMtuDiscovery, lower } = request;
  if (ttl > 0 && !pathMtuDiscovery) throw wrong(String(ttl), "ttl != 0 and nopmtudisc are incompatible");
  const { tunnels } = stack.tunnels;
  if (tunnels.some((tunnel) => tunnel.local === local && tunnel.remote === remote)) {
    return answerErrno(call, "EEXIST");
  }
  const mtu = (lower?.device.mtu ?? usualMtu) - overhead;
  const made = addTunnelDevice(stack, name ?? freeName(call), mtu);
  tunnels.push({ interface: made, local, remote, ttl, tos, pathMtuDiscovery });
  return made;
}

function freeName({ stack }: Call): string {
  let number = 0;
  while (stack.interfaces.has(`tunl${number}`)) number++;
  return `tunl${number}`;
}

/** The tunnel in other words. */
export const changed = (tunnel: Tunnel, request: TunnelRequest): Tunnel => ({
  interface: tunnel.interface,
  local: request.local,
  remote: request.remote,
  ttl: request.ttl,
  tos: request.tos,
  pathMtuDiscovery: request.pathMtuDiscovery,
});
