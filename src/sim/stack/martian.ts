/**
 * Packets whose source or destination cannot be (RFC 1812 section 5.3.7): counted, and written to the
 * kernel's log where `log_martians` asks for it.
 */

import { formatIpv4, type Ipv4Address, type MacAddress } from "../wire/address.ts";
import { type EthernetFrame, etherTypes } from "../wire/ethernet.ts";
import type { Interface } from "./interface.ts";
import { logLimited, logLine } from "./kernel-log.ts";
import type { Stack } from "./stack.ts";
import { eitherSetting } from "./sysctl-rules.ts";

/** What came from where to where. */
export interface Martian {
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  readonly iface: Interface;
  readonly frame?: EthernetFrame | undefined;
}

/** Notes a source that cannot be, or that does not belong on this interface. */
export function noteMartianSource(stack: Stack, { src, dst, iface, frame }: Martian): void {
  stack.fib.counters.inMartianSource++;
  if (!eitherSetting(stack, iface, "log_martians")) return;
  const { name } = iface.device;
  const text = `IPv4: martian source ${formatIpv4(dst)} from ${formatIpv4(src)}, on dev ${name}`;
  if (logLimited(stack, text) && frame !== undefined)
    logLine(stack, `ll header: 00000000: ${linkHeader(frame)}`);
}

/** Notes a destination that cannot be. */
export function noteMartianDestination(stack: Stack, { src, dst, iface }: Martian): void {
  stack.fib.counters.inMartianDestination++;
  if (!eitherSetting(stack, iface, "log_martians")) return;
  const { name } = iface.device;
  logLimited(stack, `IPv4: martian destination ${formatIpv4(dst)} from ${formatIpv4(src)}, dev ${name}`);
}

/** Destination, source and EtherType as hexadecimal bytes. */
function linkHeader({ dst, src, payload }: EthernetFrame): string {
  const type = payload.kind === "arp" ? etherTypes.arp : etherTypes.ipv4;
  const digits = `${macDigits(dst)}${macDigits(src)}${type.toString(16).padStart(4, "0")}`;
  return digits.replace(/(..)(?!$)/g, "$1 ");
}

const macDigits = (mac: MacAddress): string => mac.toString(16).padStart(12, "0");
