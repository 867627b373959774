/**
 * `ip tunnel`: IPIP and GRE tunnels as their old ioctl shows and makes them.
 */

import { exactDevice } from "#shell/commands/network/device-names";
import { errnoWords } from "#shell/commands/network/errno-words";
import { deleteDevice } from "#sim/nodes/devices";
import { fallbackNames, type Tunnel } from "#sim/stack/tunnel";
import { anyAddress, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { type Call, print } from "./call.ts";
import { addTunnel, changed, isTaken, readTunnel } from "./tunnel-request.ts";
import { helpOn, objectOf, verb } from "./verbs.ts";
import { Refusal } from "./words.ts";

const verbs = [
  verb("add", add),
  verb("change", change),
  verb("delete", remove),
  verb("show lst list", show),
  verb("help", helpOn("tunnel")),
];

/** `ip tunnel [show|add|change|del]`. */
export const tunnel = objectOf("tunnel", verbs, show);

/** What the ioctl answered, in ip's words. */
const failed = (what: string, name: string, errno: string): Refusal =>
  new Refusal(`${what} tunnel "${name}" failed: ${errnoWords(errno)}`, 1);

function add(call: Call): number {
  const request = readTunnel(call);
  const { kind, name } = request;
  if (kind === undefined) throw new Refusal("cannot determine tunnel mode (ipip, gre, vti or sit)", 1);
  const fallback = fallbackNames[kind];
  exactDevice(call.machine, fallback);
  const isNameTaken = name !== undefined && call.stack.interfaces.has(name);
  if (isNameTaken || isTaken(call, request)) throw failed("add", fallback, "EEXIST");
  const made = addTunnel(call, { ...request, kind }, false);
  return typeof made === "number" ? made : 0;
}

function change(call: Call): number {
  const request = readTunnel(call, true);
  const { tunnels } = call.stack.tunnels;
  const index = tunnels.findIndex((tunnel) => tunnel.interface.device.name === request.name);
  const tunnel = tunnels[index];
  if (tunnel === undefined) throw failed("change", request.name ?? fallbackNames.ipip, "ENODEV");
  tunnels[index] = changed(tunnel, request);
  return 0;
}

function remove(call: Call): number {
  const { name = "" } = readTunnel(call);
  const found = call.stack.tunnels.tunnels.find((tunnel) => tunnel.interface.device.name === name);
  if (found === undefined) throw failed("delete", name, "ENODEV");
  if (name === fallbackNames[found.kind]) throw failed("delete", name, "EPERM");
  const result = deleteDevice(call.machine.node, found.interface);
  if (result !== "ok") throw failed("delete", name, "EPERM");
  return 0;
}

function show(call: Call): number {
  const { name } = readTunnel(call);
  const { tunnels } = call.stack.tunnels;
  if (name !== undefined) {
    exactDevice(call.machine, name);
    const found = tunnels.find((tunnel) => tunnel.interface.device.name === name);
    if (found === undefined) throw failed("get", name, "ENODEV");
    print(call, textOf(found));
    return 0;
  }
  for (const tunnel of tunnels) print(call, textOf(tunnel));
  return 0;
}

const endText = (address: Ipv4Address): string => (address === anyAddress ? "any" : formatIpv4(address));

function textOf(tunnel: Tunnel): string {
  const { interface: iface, local, remote, ttl, pathMtuDiscovery } = tunnel;
  const words = [
    `${iface.device.name}: ${carriedText(tunnel)}/ip`,
    `remote ${endText(remote)}`,
    `local ${endText(local)}`,
    `ttl ${ttl === 0 ? "inherit" : ttl}`,
    tosText(tunnel),
    pathMtuDiscovery ? "" : "nopmtudisc",
  ];
  const sums = [
    ...(tunnel.inputChecksum ? ["  Checksum in received packet is required."] : []),
    ...(tunnel.outputChecksum ? ["  Checksum output packets."] : []),
  ];
  return [words.filter((word) => word !== "").join(" "), ...sums].join("\n");
}

/** What travels within: only a tunnel that this very call made is known to carry just IP. */
function carriedText({ kind, mtuCeiling }: Tunnel): string {
  if (kind === "gre") return "gre";
  return mtuCeiling === undefined ? "any" : "ip";
}

/** A module's own device takes over the inner packet's, which is not printed. */
function tosText({ tos, interface: iface, kind }: Tunnel): string {
  if (tos === 1) return iface.device.name === fallbackNames[kind] ? "" : "tos inherit";
  if (tos === 0) return "";
  return `tos 0x${tos.toString(16)}`;
}
