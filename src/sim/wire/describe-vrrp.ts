/**
 * VRRP advertisements (RFC 3768, RFC 5798) as tcpdump prints them.
 */

import { get8, get16, get32 } from "./bytes.ts";
import { addressSum, checksumOfSum, pseudoHeaderSum, sumBytes } from "./checksum.ts";
import type { Carrier } from "./describe-ipv4.ts";
import { type Captured, type Describer, hostText } from "./describer.ts";
import { protocols } from "./ipv4.ts";

const headerLength = 8;

/** An advertisement; only one that came from afar tells its time to live. */
export function describeVrrp({ bytes, length }: Captured, carrier: Carrier, state: Describer): string {
  if (bytes.length < headerLength) return " [|vrrp]";
  const verbose = (state.options.verbose ?? 0) > 0;
  const version = get8(bytes, 0) >>> 4;
  const type = get8(bytes, 0) & 15;
  return [
    `VRRPv${version}`,
    type === 1 ? "Advertisement" : `[type#${type}]`,
    ...(carrier.ttl === 255 ? [] : [`(ttl ${carrier.ttl})`]),
    `vrid ${get8(bytes, 1)}`,
    `prio ${get8(bytes, 2)}`,
    ...(version === 2 ? secondVersion(bytes) : [`intvl ${get16(bytes, 4) & 0xfff}cs`]),
    `length ${length}${verbose ? checksumText(bytes, length, carrier) + addressesText(bytes, state) : ""}`,
  ].join(", ");
}

function secondVersion(bytes: Uint8Array): readonly string[] {
  const authentication = get8(bytes, 4);
  const interval = `intvl ${get8(bytes, 5)}s`;
  return [`authtype ${authenticationNames[authentication] ?? `#${authentication}`}`, interval];
}

const authenticationNames: readonly (string | undefined)[] = ["none", "simple", "ah"];

/** Version 3 counts a pseudo header in, version 2 does not. */
function checksumText(bytes: Uint8Array, length: number, { src, dst }: Carrier): string {
  if (bytes.length < length) return "";
  const isThird = get8(bytes, 0) >>> 4 === 3;
  const pseudo = isThird ? pseudoHeaderSum(addressSum(src, dst), protocols.vrrp, length) : 0;
  if (checksumOfSum(sumBytes(bytes, 0, length) + pseudo) === 0) return "";
  return `, (bad vrrp cksum ${get16(bytes, 6).toString(16)})`;
}

function addressesText(bytes: Uint8Array, state: Describer): string {
  const count = get8(bytes, 3);
  const addresses = Array.from({ length: count }, (_, index) =>
    hostText(get32(bytes, headerLength + 4 * index), state),
  );
  const list = `, addrs${count > 1 ? `(${count})` : ""}: ${addresses.join(",")}`;
  return get8(bytes, 0) >>> 4 === 2 && get8(bytes, 4) === 1
    ? `${list} auth "${passwordOf(bytes, headerLength + 4 * count)}"`
    : list;
}

function passwordOf(bytes: Uint8Array, at: number): string {
  const password = bytes.subarray(at, at + 8);
  const end = password.indexOf(0);
  return String.fromCharCode(...password.subarray(0, end < 0 ? 8 : end));
}
