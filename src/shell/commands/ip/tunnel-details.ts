/**
 * What `ip -d link` says of a tunnel: its ends, how it treats packets, and the datagrams around them.
 */

import type { NetDevice } from "#sim/link/device";
import type { Tunnel, UdpEncapsulation } from "#sim/stack/tunnel";
import { anyAddress, formatIpv4, type Ipv4Address } from "#sim/wire/address";

const endText = (address: Ipv4Address): string => (address === anyAddress ? "any" : formatIpv4(address));

/** The kind and everything about it. */
export function tunnelDetails(tunnel: Tunnel): string {
  const { kind, local, remote, ttl, inputChecksum, outputChecksum, encapsulation } = tunnel;
  const words = [
    kind,
    kind === "ipip" ? carriedText(tunnel) : "",
    `remote ${endText(remote)}`,
    `local ${endText(local)}`,
    `ttl ${ttl === 0 ? "inherit" : ttl}`,
    tosText(tunnel),
    discoveryText(tunnel),
    inputChecksum ? "icsum" : "",
    outputChecksum ? "ocsum" : "",
    encapsulation === undefined ? "" : encapsulationText(encapsulation),
  ];
  return words.filter((word) => word !== "").join(" ");
}

/** A tunnel of the older call carries IP only, the others any protocol. */
const carriedText = ({ mtuCeiling }: Tunnel): string => (mtuCeiling === undefined ? "any" : "ipip");

/** A module's own device takes over the inner packet's, which is not printed. */
function tosText({ tos, local, remote }: Tunnel): string {
  if (tos === 1) return local === anyAddress && remote === anyAddress ? "" : "tos inherit";
  return tos === 0 ? "" : `tos 0x${tos.toString(16)}`;
}

function discoveryText({ kind, pathMtuDiscovery }: Tunnel): string {
  if (!pathMtuDiscovery) return "nopmtudisc";
  return kind === "ipip" ? "pmtudisc" : "";
}

function encapsulationText(encapsulation: UdpEncapsulation): string {
  const { type, sourcePort, destinationPort, hasChecksum, hasRemoteChecksum } = encapsulation;
  const source = sourcePort === 0 ? "auto" : sourcePort;
  const words = [
    `encap ${type} encap-sport ${source} encap-dport ${destinationPort}`,
    hasChecksum ? "encap-csum" : "noencap-csum",
    "noencap-csum6",
    hasRemoteChecksum ? "encap-remcsum" : "noencap-remcsum",
  ];
  return words.join(" ");
}

const anyEnds = "remote any local any ttl inherit nopmtudisc";

/** The devices for frames within GRE that the module brings. */
export const frameTunnelDetails: { readonly [kind in NetDevice["kind"]]?: string } = {
  gretap: `gretap ${anyEnds}`,
  erspan: `erspan ${anyEnds} okey 0.0.0.0 erspan_index 0 erspan_ver 1`,
};
