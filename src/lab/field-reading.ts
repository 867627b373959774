/**
 * The value of a header field in a frame, and how such a value is written.
 *
 * Apart from the conditions because few need it: the page loads it with what it is needed for.
 */

import { formatIpv4, formatMac, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";
import { type FieldKind, type FieldName, fields, someHeader, valueIn } from "./field-condition.ts";

/** All fields. */
export const fieldNames = Object.keys(fields) as FieldName[];

/** Whether there is a field of this name. */
export const isFieldName = (text: string): text is FieldName => Object.hasOwn(fields, text);

/** A field's value as a number, as it is written in a condition; `undefined` where the text means nothing. */
export const fieldValue = (name: FieldName, text: string): number | undefined =>
  valueIn(fields[name].kind, text.trim());

/** The value of a field in a frame, of several headers of its kind in the outermost; `undefined`: none. */
export function fieldIn(frame: EthernetFrame, name: FieldName): number | undefined {
  let found: number | undefined;
  someHeader(frame, fields[name], (value) => {
    found = value;
    return true;
  });
  return found;
}

/** How a value of a field is written. */
export const fieldText = (name: FieldName, value: number): string => valueText(fields[name].kind, value);

/** How a value of a kind is written. */
export function valueText(kind: FieldKind, value: number): string {
  switch (kind) {
    case "address":
      return formatIpv4(value as Ipv4Address);
    case "mac":
      return formatMac(value as MacAddress);
    case "number":
      return String(value);
    case "flags":
      return flagsText(value);
    case "protocol":
      return Object.entries(protocols).find(([, number]) => number === value)?.[0] ?? String(value);
  }
}

/** Flags by name, SYN before ACK as one says: `SYN,ACK`. */
function flagsText(flags: number): string {
  const set = Object.entries(tcpFlags).filter(([, bit]) => (flags & bit) !== 0);
  return set.length === 0 ? "0" : set.map(([name]) => name.toUpperCase()).join(",");
}
