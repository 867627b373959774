/**
 * The state of one director, and its hooks in the stack: requests and replies, errors about both.
 *
 * The hooks are there from the first virtual service to the last. Leaves out IPv6.
 */

import type { Simulation } from "../engine/simulation.ts";
import { type HookHandler, type HookName, register, unregister } from "../stack/hooks.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import type { Stack } from "../stack/stack.ts";
import { accept, type Verdict } from "../stack/verdict.ts";
import { protocols } from "../wire/ipv4.ts";
import type { Connection } from "./connection.ts";
import { type ConnectionTable, emptyConnectionTable } from "./connection-table.ts";
import { awaitNextLook, type Defence, noDefence, updateDefence } from "./defence.ts";
import { type Estimator, restingEstimator } from "./estimator.ts";
import { forwarders } from "./forwarders/index.ts";
import { handleErrorFromOutside } from "./icmp-request.ts";
import type { IpvsEvent } from "./ipvs-events.ts";
import { inJiffies } from "./jiffies.ts";
import { isPartOf, type KernelBuild } from "./kernel-build.ts";
import type { Wheel } from "./lifetime.ts";
import type { LocalEnds } from "./local-addresses.ts";
import { memberOf } from "./membership.ts";
import { balanced } from "./protocols/index.ts";
import { handleReply } from "./reply.ts";
import { handleRequest } from "./request.ts";
import { emptyServiceTable, type ServiceTable } from "./service.ts";
import type { Timeouts } from "./state.ts";
import type { RunningDaemon, SyncRole } from "./sync-daemon.ts";
import { defaultSysctls, type IpvsSysctls, registerSysctls, type SyncThreshold } from "./sysctls.ts";
import { emptyTrash, type Trash } from "./trash.ts";

/** Who copies connections to another director; set while a daemon runs. */
export interface SyncObserver {
  readonly isMaster: boolean;
  readonly isBackup: boolean;
  /** A packet of the entry has passed, the `packets`-th. */
  readonly passed: (connection: Connection, packets: number) => void;
  /** A template has been given more time. */
  readonly prolonged: (connection: Connection) => void;
}

/** Finds the entry of a reply that does not come from a destination to the client itself. */
export type ReplyFinder = (protocol: number, sender: number, receiver: number) => Connection | undefined;

export interface Ipvs {
  readonly stack: Stack;
  readonly kernel: KernelBuild;
  readonly simulation: Simulation<IpvsEvent>;
  readonly sysctl: IpvsSysctls;
  readonly syncThreshold: SyncThreshold;
  readonly services: ServiceTable;
  readonly connections: ConnectionTable;
  readonly wheel: Wheel;
  readonly timeouts: Timeouts;
  readonly trash: Trash;
  readonly estimator: Estimator;
  readonly defence: Defence;
  /** Asked in turn when an entry is not found by client; methods that change the source add theirs. */
  readonly replyFinders: ReplyFinder[];
  /** Local addresses and ports, on a kernel with FULLNAT. */
  localEnds: LocalEnds | undefined;
  sync: SyncObserver | undefined;
  /** The daemons of synchronization that run. */
  readonly syncDaemons: Map<SyncRole, RunningDaemon>;
  readonly handlers: readonly (readonly [HookName, HookHandler])[];
}

/** `modprobe ip_vs`: a director without services. Its switches appear as `net.ipv4.vs.*`. */
export function loadIpvs(stack: Stack, kernel: KernelBuild = "debian"): Ipvs {
  const sysctl = defaultSysctls();
  const syncThreshold: SyncThreshold = { packet: 3, period: 50 };
  const handlers: (readonly [HookName, HookHandler])[] = [];
  const ipvs: Ipvs = {
    stack,
    kernel,
    // The stack was handed the whole simulation and sees its own events of it; here the others are used.
    simulation: stack.simulation as unknown as Simulation<IpvsEvent>,
    sysctl,
    syncThreshold,
    services: emptyServiceTable(),
    connections: emptyConnectionTable(),
    wheel: new Map(),
    timeouts: defaultTimeouts(),
    trash: emptyTrash(),
    estimator: restingEstimator(stack.simulation.now),
    defence: noDefence(stack.simulation.now),
    replyFinders: [],
    localEnds: undefined,
    sync: undefined,
    syncDaemons: new Map(),
    handlers,
  };
  handlers.push(...handlersOf(ipvs));
  registerSysctls(stack.sysctl, sysctl, syncThreshold, {
    onSwitch: () => updateDefence(ipvs),
    onNumber: () => awaitNextLook(ipvs),
  });
  for (const forwarder of forwarders) if (isPartOf(forwarder, kernel)) forwarder.load?.(ipvs);
  stack.netfilter.matches.ipvs = (context) => memberOf(ipvs, context);
  return ipvs;
}

function defaultTimeouts(): Timeouts {
  const timeouts: Timeouts = [];
  for (const { slot, states } of balanced) timeouts[slot] = states.map(({ timeout }) => inJiffies(timeout));
  return timeouts;
}

/** Where IPVS sits: after the filter table and just before source translation, and first for own packets. */
function handlersOf(ipvs: Ipvs): (readonly [HookName, HookHandler])[] {
  const handler = (priority: number, handle: HookHandler["handle"]): HookHandler => ({
    name: "ipvs",
    priority,
    handle,
  });
  return [
    ["local-in", handler(98, (context) => handleReply(ipvs, context, "local-in"))],
    ["local-in", handler(99, (context) => handleRequest(ipvs, context, "local-in"))],
    ["forward", handler(99, (context) => handlePassingError(ipvs, context))],
    ["forward", handler(100, (context) => handleReply(ipvs, context, "forward"))],
    ["local-out", handler(-99, (context) => handleReply(ipvs, context, "local-out"))],
    ["local-out", handler(-98, (context) => handleRequest(ipvs, context, "local-out"))],
  ];
}

function handlePassingError(ipvs: Ipvs, context: PacketContext): Verdict {
  if (context.packet.protocol !== protocols.icmp) return accept;
  if (ipvs.sysctl.backup_only !== 0 && ipvs.sync?.isBackup === true) return accept;
  return handleErrorFromOutside(ipvs, context, "forward");
}

/** The first service is there: packets are looked at from now on. */
export function hookIn({ stack, handlers }: Ipvs): void {
  for (const [hook, handler] of handlers) register(stack.hooks, hook, handler);
}

/** The last service is gone: packets pass as if there were no load balancer. */
export function hookOut({ stack, handlers }: Ipvs): void {
  for (const [hook, handler] of handlers) unregister(stack.hooks, hook, handler);
}
