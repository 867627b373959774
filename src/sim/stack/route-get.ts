/**
 * `ip route get`: what would this node do with a packet? The same lookup as for real ones, without
 * consequences but for the log of martians, as in the kernel.
 */

import { anyAddress, broadcastAddress, formatIpv4, type Ipv4Address, isMulticast } from "../wire/address.ts";
import type { Interface } from "./interface.ts";
import { findOutput } from "./resolve-route.ts";
import type { ResolvedRoute } from "./route.ts";
import { tables } from "./route.ts";
import { tableName } from "./route-format.ts";
import { decideInput, type InputDecision } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import type { DropReason } from "./verdict.ts";

/** What is asked: with `input` about a packet that arrives there, otherwise about one of this node. */
export interface RouteQuestion {
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  readonly input?: Interface | undefined;
  readonly output?: Interface | undefined;
  readonly mark?: number | undefined;
  readonly tos?: number | undefined;
}

export type RouteAnswer =
  | {
      readonly ok: true;
      readonly route: ResolvedRoute;
      /** The two lines that `ip` prints, with their blank at the end. */
      readonly text: string;
    }
  /** The errno that `RTNETLINK answers` names: EINVAL for a martian, EXDEV for the reverse path filter. */
  | { readonly ok: false; readonly errno: string };

/** Answers `ip route get`. */
export function routeGet(stack: Stack, question: RouteQuestion): RouteAnswer {
  return question.input === undefined
    ? getOutput(stack, question)
    : getInput(stack, question, question.input);
}

function getOutput(stack: Stack, question: RouteQuestion): RouteAnswer {
  const { dst, src, mark, output, tos } = question;
  const answer = findOutput(stack, { dst, src, mark, output, tos });
  if (!answer.ok) return answer;
  return { ok: true, route: answer.route, text: describe(stack, question, answer.route) };
}

function getInput(stack: Stack, question: RouteQuestion, iface: Interface): RouteAnswer {
  const { dst, src = anyAddress, mark = 0, tos = 0 } = question;
  const decision = decideInput(stack, { dst, src, iface, mark, tos: tos & 0x1c });
  if (decision.kind === "refused") return { ok: false, errno: errnoOfRefusal(decision, iface) };
  return { ok: true, route: decision.route, text: describe(stack, question, decision.route) };
}

function errnoOfRefusal({ drop }: InputDecision & { readonly kind: "refused" }, iface: Interface): string {
  if (drop.reason === "no-route") return iface.conf.forwarding === 0 ? "EHOSTUNREACH" : "ENETUNREACH";
  return errnos[drop.reason] ?? "EINVAL";
}

/** Everything else is EINVAL: martians, groups not joined, blackholes. */
const errnos: { readonly [reason in DropReason]?: string } = {
  "reverse-path": "EXDEV",
  "not-a-router": "EHOSTUNREACH",
  "unreachable-route": "EHOSTUNREACH",
  "prohibited-route": "EACCES",
};

function describe(stack: Stack, question: RouteQuestion, chosen: ResolvedRoute): string {
  const { dst, src = anyAddress, input, mark = 0 } = question;
  const { type, gateway, output, route } = chosen;
  // What comes in for this node is shown at the loopback device; a question's TOS is not shown at all.
  const device = input !== undefined && isForMany(type) ? stack.loopback.device : output.device;
  const words = [
    type === "unicast" ? "" : type,
    formatIpv4(dst),
    src === anyAddress ? "" : `from ${formatIpv4(src)}`,
    gateway === undefined ? "" : `via ${formatIpv4(gateway)}`,
    `dev ${device.name}`,
    isTableShown(stack, route.table) ? `table ${tableName(route.table)}` : "",
    src === anyAddress && input === undefined ? `src ${formatIpv4(chosen.source)}` : "",
    mark === 0 ? "" : `mark ${mark}`,
    // The kernel's flag of groups has the number of this one of routes, and ip cannot tell.
    type === "multicast" ? "rt_offload_failed" : "",
    input === undefined ? "uid 0" : "",
  ];
  const first = words.filter((word) => word !== "").join(" ");
  return `${first} \n    cache ${cacheOf(stack, question, chosen)}`;
}

const isForMany = (type: ResolvedRoute["type"]): boolean => type === "broadcast" || type === "multicast";

/** Until there are policy rules the table of local addresses is one with main, which is never named. */
const isTableShown = (stack: Stack, table: number): boolean =>
  table !== tables.main && (stack.fib.hasCustomRules || table !== tables.local);

function cacheOf(stack: Stack, { dst, input }: RouteQuestion, chosen: ResolvedRoute): string {
  const learnt = stack.paths.byDestination.get(dst);
  const { now } = stack.simulation;
  const hasGateway =
    learnt?.gateway !== undefined && learnt.gatewayExpires > now && chosen.type === "unicast";
  const hasMtu = learnt?.mtu !== undefined && learnt.mtuExpires > now;
  const mtu = hasMtu ? learnt.mtu : chosen.route.mtu;
  const isLocked = hasMtu ? learnt.isMtuLocked : chosen.route.isMtuLocked === true;
  const flags = flagsOf(dst, chosen, hasGateway);
  const expiry = hasMtu ? learnt.mtuExpires : hasGateway ? learnt.gatewayExpires : undefined;
  const words = [
    flags.length === 0 ? "" : `<${flags.join(",")}>`,
    expiry === undefined ? "" : `expires ${Math.floor((expiry - now) / 1e9)}sec`,
    mtu === 0 ? "" : `mtu ${isLocked ? "lock " : ""}${mtu}`,
    chosen.route.advmss === 0 ? "" : `advmss ${chosen.route.advmss}`,
    input === undefined ? "" : `iif ${input.device.name}`,
  ];
  return words.map((word) => (word === "" ? "" : `${word} `)).join("");
}

function flagsOf(
  dst: Ipv4Address,
  { type, output }: ResolvedRoute,
  isRedirected: boolean,
): readonly string[] {
  const isGroup = isMulticast(dst);
  const isBroadcast = type === "broadcast" || dst === broadcastAddress;
  const isLocal = type === "local" || isBroadcast || (isGroup && output.groups.joined.has(dst));
  const flags = [
    isLocal ? "local" : "",
    isRedirected ? "redirected" : "",
    isBroadcast ? "brd" : "",
    isGroup ? "mc" : "",
  ];
  return flags.filter((flag) => flag !== "");
}
