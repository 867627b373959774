/**
 * Whether a frame passes a capture filter: the tests done on its bytes, as the kernel's filter machine does
 * them.
 */

import { get8, get16, get32, get48 } from "#sim/wire/bytes";
import type { Comparison, Layer, Net, Ports, Side, Term, Test } from "./expression.ts";

/** A frame as filters see it. */
export interface Seen {
  /** From the network header on. */
  readonly payload: Uint8Array;
  readonly etherType: number;
  /** The link header, where the link is Ethernet. */
  readonly link: Uint8Array | undefined;
  readonly vlan: number | undefined;
  /** Bytes of the whole frame, as `len` and `greater` count. */
  readonly length: number;
  readonly direction: "in" | "out" | undefined;
  /** Whom the frame is for, on links without Ethernet addresses. */
  readonly group: "broadcast" | "multicast" | undefined;
}

const ipv4Type = 0x0800;
const arpTypes = [0x0806, 0x8035];
const transports: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, sctp: 132 };
const withPorts = [6, 17, 132];

/** Does all tests of a filter. */
export function matches(test: Test, seen: Seen): boolean {
  switch (test.kind) {
    case "and":
      return matches(test.left, seen) && matches(test.right, seen);
    case "or":
      return matches(test.left, seen) || matches(test.right, seen);
    case "not":
      return !matches(test.test, seen);
    case "host":
      return hostMatches(test.layer, test.side, test.net, seen);
    case "mac":
      return macMatches(test.side, test.mac, seen);
    case "port":
      return portMatches(test.layer, test.side, test.ports, seen);
    case "ether-type":
      return seen.etherType === test.type;
    case "ip-protocol":
      return seen.etherType === ipv4Type && get8(seen.payload, 9) === test.protocol;
    case "group":
      return groupMatches(test.layer, test.group, seen);
    case "length":
      return test.atLeast ? seen.length >= test.length : seen.length <= test.length;
    case "vlan":
      return seen.vlan !== undefined && (test.id === undefined || seen.vlan === test.id);
    case "direction":
      return seen.direction === test.direction;
    case "compare":
      return compare(test.operator, numberOfTerm(test.left, seen), numberOfTerm(test.right, seen));
  }
}

const sides = (side: Side, isSrc: boolean, isDst: boolean): boolean => {
  switch (side) {
    case "src":
      return isSrc;
    case "dst":
      return isDst;
    case "either":
      return isSrc || isDst;
    case "both":
      return isSrc && isDst;
  }
};

const lies = ({ address, mask }: Net, candidate: number): boolean => (candidate & mask) >>> 0 === address;

/** A host by its address: in an IPv4 header, or as sender or target of ARP. */
function hostMatches(layer: Layer | undefined, side: Side, net: Net, { payload, etherType }: Seen): boolean {
  if (etherType === ipv4Type) {
    const wanted = layer === undefined || layer === "ip" || transports[layer] === get8(payload, 9);
    return wanted && sides(side, lies(net, get32(payload, 12)), lies(net, get32(payload, 16)));
  }
  if (!arpTypes.includes(etherType)) return false;
  if (layer !== undefined && layer !== "arp" && layer !== "rarp") return false;
  return sides(side, lies(net, get32(payload, 14)), lies(net, get32(payload, 24)));
}

function macMatches(side: Side, mac: number, { link }: Seen): boolean {
  return link !== undefined && sides(side, get48(link, 6) === mac, get48(link, 0) === mac);
}

/** Ports stand in the first fragment only. */
function portMatches(layer: Layer | undefined, side: Side, { from, to }: Ports, seen: Seen): boolean {
  const { payload, etherType } = seen;
  if (etherType !== ipv4Type || (get16(payload, 6) & 0x1fff) !== 0) return false;
  const protocol = get8(payload, 9);
  const isWanted =
    layer === undefined || layer === "ip" ? withPorts.includes(protocol) : transports[layer] === protocol;
  if (!isWanted) return false;
  const at = (get8(payload, 0) & 15) * 4;
  const within = (port: number): boolean => port >= from && port <= to;
  return sides(side, within(get16(payload, at)), within(get16(payload, at + 2)));
}

function groupMatches(layer: "ether" | "ip", group: "broadcast" | "multicast", seen: Seen): boolean {
  const { link, payload, etherType } = seen;
  if (layer === "ip") {
    if (etherType !== ipv4Type) return false;
    const dst = get32(payload, 16);
    return group === "multicast" ? dst >>> 28 >= 14 : dst === 0xffffffff || dst === 0;
  }
  if (link === undefined) return seen.group === group;
  return group === "broadcast" ? get48(link, 0) === 0xffffffffffff : (get8(link, 0) & 1) === 1;
}

function compare(operator: Comparison, left: number, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  switch (operator) {
    case "=":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
  }
}

/** The value of a term; NaN where the frame has no such bytes. All arithmetic is on 32 bits without sign. */
function numberOfTerm(term: Term, seen: Seen): number {
  switch (term.kind) {
    case "number":
      return term.value;
    case "frame-length":
      return seen.length;
    case "negative":
      return -numberOfTerm(term.term, seen) >>> 0;
    case "operation":
      return operate(term.operator, numberOfTerm(term.left, seen), numberOfTerm(term.right, seen));
    case "field":
      return fieldOf(term.layer, numberOfTerm(term.offset, seen), term.size, seen);
  }
}

function operate(operator: string, left: number, right: number): number {
  if (Number.isNaN(left) || Number.isNaN(right)) return Number.NaN;
  const operations: Readonly<Record<string, () => number>> = {
    "+": () => left + right,
    "-": () => left - right,
    "*": () => Math.imul(left, right),
    "/": () => (right === 0 ? Number.NaN : Math.floor(left / right)),
    "%": () => (right === 0 ? Number.NaN : left % right),
    "&": () => left & right,
    "|": () => left | right,
    "^": () => left ^ right,
    "<<": () => left << right,
    ">>": () => left >>> right,
  };
  const result = operations[operator]?.() ?? Number.NaN;
  return Number.isNaN(result) ? result : result >>> 0;
}

function fieldOf(layer: Layer, offset: number, size: number, seen: Seen): number {
  const bytes = headerOf(layer, seen);
  if (bytes === undefined || offset + size > bytes.length) return Number.NaN;
  if (size === 1) return get8(bytes, offset);
  return size === 2 ? get16(bytes, offset) : get32(bytes, offset);
}

/** The bytes that offsets of a layer count in. */
function headerOf(layer: Layer, { link, payload, etherType }: Seen): Uint8Array | undefined {
  if (layer === "ether") return link ?? payload;
  if (layer === "ip") return etherType === ipv4Type ? payload : undefined;
  if (layer === "arp" || layer === "rarp") return arpTypes.includes(etherType) ? payload : undefined;
  const isPlain = etherType === ipv4Type && (get16(payload, 6) & 0x1fff) === 0;
  if (!isPlain || get8(payload, 9) !== transports[layer]) return undefined;
  return payload.subarray((get8(payload, 0) & 15) * 4);
}
