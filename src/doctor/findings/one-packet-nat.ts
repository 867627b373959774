/**
 * One-packet scheduling keeps no entry, and NAT needs one to give the answer its virtual address: answers
 * leave the director in the server's own name.
 */

import { protocols } from "#sim/wire/ipv4";
import type { FindingKind, Found } from "../finding.ts";
import { serverNames, serviceOption } from "../reading.ts";
import type { Trip } from "../trips.ts";

type Name = "one-packet-nat";

export const onePacketNat: FindingKind<Name> = {
  name: "one-packet-nat",
  problems: [37],
  lesson: undefined,
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told({ service, destination, method, director: { node }, asked }: Trip): Found<Name>[] {
  const isKept = !service.isOnePacket || asked.protocol !== protocols.udp || service.engine !== undefined;
  if (isKept || method !== "nat") return [];
  const command = `ipvsadm -E ${serviceOption(service)} -s ${service.scheduler.name}`;
  return [
    { node: node.name, evidence: serverNames(service, destination), remedy: [{ node: node.name, command }] },
  ];
}
