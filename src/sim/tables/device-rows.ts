/**
 * The devices of a node and their addresses as rows: what `ip -s link` and `ip addr` show.
 */

import type { NetDevice } from "../link/device.ts";
import type { AddressRow, DeviceRow } from "../rows.ts";
import type { InterfaceAddress } from "../stack/interface.ts";
import { scopeName } from "../stack/route-format.ts";
import type { Stack } from "../stack/stack.ts";
import { formatIpv4, formatMac, formatPrefix } from "../wire/address.ts";

/** By name. */
export function deviceRows({ interfaces }: Stack): Map<string, DeviceRow> {
  const rows = new Map<string, DeviceRow>();
  for (const [name, { device }] of interfaces) rows.set(name, deviceRow(device));
  return rows;
}

export function deviceRow(device: NetDevice): DeviceRow {
  const { name, index, kind, mtu, isUp, counters } = device;
  return {
    name,
    index,
    kind,
    mac: formatMac(device.mac),
    mtu,
    isUp,
    hasCarrier: isUp && device.hasCarrier(),
    rxPackets: counters.rxPackets,
    rxBytes: counters.rxBytes,
    rxDropped: counters.rxDropped,
    txPackets: counters.txPackets,
    txBytes: counters.txBytes,
    txDropped: counters.txDropped,
  };
}

/** By device, address and length: the same address may be there with two lengths. */
export function addressRows({ interfaces }: Stack): Map<string, AddressRow> {
  const rows = new Map<string, AddressRow>();
  for (const [device, { addresses }] of interfaces) {
    for (const address of addresses)
      rows.set(`${device} ${formatPrefix(prefixOf(address))}`, rowOf(device, address));
  }
  return rows;
}

const prefixOf = ({ address, length }: InterfaceAddress) => ({ address, length });

const rowOf = (
  device: string,
  { address, length, scope, isSecondary, label }: InterfaceAddress,
): AddressRow => ({
  device,
  address: formatIpv4(address),
  prefixLength: length,
  scope: scopeName(scope),
  isSecondary,
  label,
});
