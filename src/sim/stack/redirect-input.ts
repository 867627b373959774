/**
 * Redirects that a host receives: whether they are believed, and what is learnt (RFC 1122 section 3.2.2.2).
 *
 * A redirect counts only for traffic of this host that is still known: the transport whose packet it quotes
 * hands it on. And only once the advised gateway's MAC address is known, which is asked for where it is not.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import { formatIpv4, type Ipv4Address, isMulticast, isZeroNetwork } from "../wire/address.ts";
import { allRoutes } from "./fib.ts";
import type { Interface } from "./interface.ts";
import { logLimited } from "./kernel-log.ts";
import { knowsOrAsks } from "./neighbour.ts";
import { learnRedirect } from "./path-cache.ts";
import { outputRoute } from "./route-lookup.ts";
import type { IcmpReport } from "./socket.ts";
import { addressType, isOnLinkWith } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import type { RedirectRefusal } from "./stack-events.ts";
import { bothSetting, decidingBoth, decidingEither, eitherSetting } from "./sysctl-rules.ts";

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
  if (stack.simulation.traced) tellIgnored(stack, { from, gateway, destination: quote.dst }, refused);
  if (!eitherSetting(stack, input, "log_martians")) return;
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

/**
 * The rules of RFC 1122 section 3.2.2.2 with Linux's switches; answers what refuses: a switch, or the
 * gateways.
 */
function redirectRefusedBy(
  stack: Stack,
  input: Interface,
  advice: Advice,
): DecidingSetting | Exclude<RedirectRefusal, "setting"> | undefined {
  const isRouter = input.conf.forwarding !== 0;
  if (isRouter && !bothSetting(stack, input, "accept_redirects"))
    return decidingBoth(stack, input, "accept_redirects");
  if (!isRouter && !eitherSetting(stack, input, "accept_redirects"))
    return decidingEither(stack, input, "accept_redirects");
  const { gateway, from } = advice;
  if (gateway === from || isMulticast(gateway) || isZeroNetwork(gateway)) return "same-gateway";
  if (!eitherSetting(stack, input, "shared_media")) {
    if (!isOnLinkWith(input, gateway, from)) return decidingEither(stack, input, "shared_media");
    const isSecure = eitherSetting(stack, input, "secure_redirects");
    if (isSecure && !isGateway(stack, input, gateway))
      return decidingEither(stack, input, "secure_redirects");
  }
  if (addressType(stack, gateway) !== "unicast") return "not-a-host";
  const way = outputRoute(stack, { dst: advice.destination });
  return way.ok && way.route.gateway === advice.from ? undefined : "not-from-gateway";
}

/** secure_redirects: only gateways that some route of this host names. */
const isGateway = (stack: Stack, input: Interface, gateway: Ipv4Address): boolean =>
  allRoutes(stack.fib).some(({ nextHops }) =>
    nextHops.some((hop) => hop.interface === input && hop.gateway === gateway),
  );

function tellIgnored(
  { simulation, name: node }: Stack,
  { destination, gateway, from: sender }: Advice,
  refused: DecidingSetting | Exclude<RedirectRefusal, "setting">,
): void {
  const event = { kind: "redirect-ignored", node, destination, gateway, sender } as const;
  if (typeof refused === "string") simulation.emit({ ...event, because: refused });
  else simulation.emit({ ...event, because: "setting", setting: refused });
}
