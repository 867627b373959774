/**
 * Requests of NAT reach a server without ip_forward, for IPVS takes them where packets are delivered; the
 * answers are packets on their way through, and end at the director. The same holds for any router on the
 * way. Direct routing needs no ip_forward.
 */

import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { FindingKind } from "../finding.ts";

export const ipForwardOff: FindingKind<"ip-forward-off"> = {
  name: "ip-forward-off",
  problems: [12],
  lesson: "ip-forward",
  find: (examination) =>
    endsOfKind(examination, "refused")
      .filter(({ end, leg, trip, request }) => {
        if (end.drop.reason !== "not-a-router") return false;
        const isAimed = leg === "request" ? request.directors.includes(end.node) : end.node === trip?.server;
        return (
          !isAimed && end.node !== request.client && !(leg === "outward" && end.node === trip?.director.node)
        );
      })
      .map(({ end: { node, input, packet }, trip }) => ({
        node: node.name,
        evidence: {
          device: input.device.name,
          forward: node.stack.sysctl.global.ip_forward,
          own: input.conf.forwarding,
          src: formatIpv4(packet.src),
          dst: formatIpv4(packet.dst),
          role: node === trip?.director.node ? "director" : "router",
        },
        remedy: [{ node: node.name, command: "sysctl -w net.ipv4.ip_forward=1" }],
      })),
};
