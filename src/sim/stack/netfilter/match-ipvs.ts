/**
 * `-m ipvs`: packets that IPVS has dealt with, by the virtual service of the connection they belong to.
 */

import type { Ipv4Address } from "#sim/wire/address";
import type { PacketContext } from "../packet-context.ts";
import type { AddressTest, IpvsMethod, IpvsTest, PacketTest, RangeTest } from "./rule.ts";

/** What a rule may ask of an IPVS connection. */
export interface IpvsMember {
  readonly protocol: number;
  readonly virtualAddress: Ipv4Address;
  readonly virtualPort: number;
  /** `undefined`: one that rules cannot ask for. */
  readonly method: IpvsMethod | undefined;
  /**
   * The port of the service that controls this connection (FTP's 21 for its data); `undefined`: none does.
   */
  readonly controlPort: number | undefined;
}

/** Answers the connection that a packet belongs to. */
export type IpvsLookup = (context: PacketContext) => IpvsMember | undefined;

/** The test of one `-m ipvs`. What IPVS has not dealt with matches none but `! --ipvs`. */
export function ipvsTest(test: IpvsTest, lookup: () => IpvsLookup | undefined): PacketTest {
  const { isMember } = test;
  const asksConnection =
    test.protocol ?? test.address ?? test.port ?? test.direction ?? test.method ?? test.controlPort;
  return (context) => {
    if (asksConnection === undefined) return context.ipvsHandled === (isMember?.wanted ?? true);
    if (!context.ipvsHandled) return false;
    const member = lookup()?.(context);
    return member !== undefined && fits(test, member, context);
  };
}

function fits(test: IpvsTest, member: IpvsMember, { flow, flowIsReply }: PacketContext): boolean {
  const { protocol, address, port, direction, method, controlPort } = test;
  if (protocol !== undefined && (member.protocol === protocol.number) === protocol.isInverted) return false;
  if (address !== undefined && !isWithin(address, member.virtualAddress)) return false;
  if (port !== undefined && !isInRange(port, member.virtualPort)) return false;
  if (direction !== undefined && (flow === undefined || flowIsReply !== direction.isReply)) return false;
  if (method !== undefined && (member.method === method.name) === method.isInverted) return false;
  return controlPort === undefined || isInRange(controlPort, member.controlPort ?? 0);
}

const isWithin = ({ address, mask, isInverted }: AddressTest, candidate: Ipv4Address): boolean =>
  ((candidate & mask) >>> 0 === address) !== isInverted;

const isInRange = ({ from, to, isInverted }: RangeTest, port: number): boolean =>
  (port >= from && port <= to) !== isInverted;
