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

/** Whether a row still says of a device what is so; the MAC address is compared by whoever keeps it. */
export function isDeviceAsIn(device: NetDevice, row: DeviceRow): boolean {
  const { counters } = device;
  return (
    row.rxPackets === counters.rxPackets &&
    row.txPackets === counters.txPackets &&
    row.rxBytes === counters.rxBytes &&
    row.txBytes === counters.txBytes &&
    row.rxDropped === counters.rxDropped &&
    row.txDropped === counters.txDropped &&
    row.isUp === device.isUp &&
    row.hasCarrier === (device.isUp && device.hasCarrier()) &&
    row.mtu === device.mtu &&
    row.name === device.name &&
    row.index === device.index
  );
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
