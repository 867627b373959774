/** The tables of nmcli, each column as wide as its widest cell. */

import type { Machine } from "#shell/machine";
import { isTunnel } from "#sim/link/device";
import { formatIpv4, formatPrefix } from "#sim/wire/address";
import { managed, type Profile, uuidOf } from "./profile.ts";

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => `${line} \n`).join("");
}

/** `nmcli connection show`. */
export function showConnections(machine: Machine): string {
  const rows = managed(machine).map(({ device }) => {
    const { name, isUp } = device;
    return [name, uuidOf(name), "ethernet", isUp ? name : "--"];
  });
  return table([["NAME", "UUID", "TYPE", "DEVICE"], ...rows]);
}

/** `nmcli device status`. */
export function showDevices(machine: Machine): string {
  const rows = [...machine.stack.interfaces.values()].map(({ device }) => {
    const { name, kind, isUp } = device;
    if (kind !== "ethernet") return [name, isTunnel({ kind }) ? "iptunnel" : kind, "unmanaged", "--"];
    const state = !isUp ? "disconnected" : device.hasCarrier() ? "connected" : "unavailable";
    return [name, kind, state, state === "connected" ? name : "--"];
  });
  return table([["DEVICE", "TYPE", "STATE", "CONNECTION"], ...rows]);
}

/** `nmcli connection show NAME`: what of it means anything here. */
export function showProfile({ name, method, addresses, gateway, startsByItself }: Profile): string {
  const rows: readonly (readonly [string, string])[] = [
    ["connection.id", name],
    ["connection.uuid", uuidOf(name)],
    ["connection.type", "802-3-ethernet"],
    ["connection.interface-name", name],
    ["connection.autoconnect", startsByItself ? "yes" : "no"],
    ["ipv4.method", method],
    ["ipv4.addresses", addresses.map(formatPrefix).join(", ") || "--"],
    ["ipv4.gateway", gateway === undefined ? "--" : formatIpv4(gateway)],
  ];
  return rows.map(([key, value]) => `${`${key}:`.padEnd(40)}${value}\n`).join("");
}
