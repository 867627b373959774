/**
 * Redirects that a host receives: whether they are believed, and what is learnt (RFC 1122 section 3.2.2.2).
 *
 * A redirect counts only for traffic of this host that is still known: the transport whose packet it quotes
 * hands it on. And only once the advised gateway's MAC address is known, which is asked for where it is not.
 */

import { contains, formatIpv4, type Ipv4Address, isMulticast, isZeroNetwork } from "../wire/address.ts";
import type { Interface } from "./interface.ts";
import { logLimited } from "./kernel-log.ts";
import { knowsOrAsks } from "./neighbour.ts";
import { learnRedirect } from "./path-cache.ts";
import { outputRoute } from "./route-lookup.ts";
import type { IcmpReport } from "./socket.ts";
import { isLocalAddress } from "./source-address.ts";
import type { Stack } from "./stack.ts";

/** Takes a redirect about a packet of this host. */
export function takeRedirect(stack: Stack, report: IcmpReport): void {
  const { input, from, quote } = report;
  if (input === undefined) return;
  const gateway = report.rest as Ipv4Address;
  const refused = redirectRefusedBy(stack, input, { from, gateway, destination: quote.dst });
  if (refused === undefined) {
    if (knowsOrAsks(stack, input, gateway)) learnRedirect(stack, quote.dst, gateway);
    return;
  }
  if (stack.simulation.traced) tellIgnored(stack, quote.dst, gateway, refused);
  if (stack.sysctl.all.log_martians === 0 && input.conf.log_martians === 0) return;
  const [newGateway, oldGateway] = [formatIpv4(gateway), formatIpv4(from)];
  const advised = `  Advised path = ${formatIpv4(quote.src)} -> ${formatIpv4(quote.dst)}`;
  logLimited(
    stack,
    `IPv4: Redirect from ${oldGateway} on ${input.device.name} about ${newGateway} ignored\n${advised}`,
  );
}

interface Advice {
  readonly from: Ipv4Address;
  readonly gateway: Ipv4Address;
  readonly destination: Ipv4Address;
}

/** The rules of RFC 1122 section 3.2.2.2 with Linux's switches; answers the name of the one that refuses. */
function redirectRefusedBy(stack: Stack, input: Interface, advice: Advice): string | undefined {
  const { all } = stack.sysctl;
  const { conf } = input;
  const isRouter = conf.forwarding !== 0;
  const accepts = isRouter
    ? all.accept_redirects !== 0 && conf.accept_redirects !== 0
    : all.accept_redirects !== 0 || conf.accept_redirects !== 0;
  if (!accepts) return "accept_redirects";
  const { gateway } = advice;
  if (gateway === advice.from || isMulticast(gateway) || isZeroNetwork(gateway)) return "gateway";
  if (isLocalAddress(stack, gateway)) return "gateway";
  const isOnLink = input.addresses.some(({ address, length }) => contains(address, length, gateway));
  if (!isOnLink && all.shared_media === 0 && conf.shared_media === 0) return "shared_media";
  const way = outputRoute(stack, { dst: advice.destination });
  return way.ok && way.route.gateway === advice.from ? undefined : "gateway";
}

function tellIgnored(stack: Stack, destination: Ipv4Address, gateway: Ipv4Address, name: string): void {
  const { simulation, name: node } = stack;
  const event = { kind: "redirect-ignored", node, destination, gateway } as const;
  const isSwitch = name !== "gateway";
  simulation.emit(
    isSwitch ? { ...event, setting: { name, value: 0, from: `net.ipv4.conf.*.${name}` } } : event,
  );
}
