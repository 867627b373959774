/**
 * Membership in multicast groups, and the reports that tell routers of it (IGMP version 3, RFC 3376; igmp.c
 * of Linux 6.1).
 *
 * Each change is reported twice: after some 10 ms, and again at random within a second. Leaves out answers to
 * queries, as no router of the lab asks, older versions, source filters, and reports of more than one packet.
 */

import { millis, type Nanos } from "../engine/time.ts";
import { start, stop, timer } from "../engine/timer.ts";
import { anyAddress, type Ipv4Address, isLinkLocalGroup } from "../wire/address.ts";
import { encodeReport, type GroupRecord, groupRecordTypes, reportGroup, routerAlert } from "../wire/igmp.ts";
import { ipv4, protocols, rawPayload, withOptions } from "../wire/ipv4.ts";
import { allHosts } from "./group-state.ts";
import type { Interface } from "./interface.ts";
import { nextOrigin } from "./ip-id.ts";
import { jiffiesAt, jiffy } from "./kernel-clock.ts";
import { send } from "./output.ts";
import { outputRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { read } from "./sysctl-table.ts";

/** A socket joins a group on an interface. The first to do so makes the host report it. */
export function joinGroup(stack: Stack, iface: Interface, group: Ipv4Address): void {
  const { joined, left } = iface.groups;
  const known = joined.get(group);
  if (known !== undefined) {
    known.users++;
    return;
  }
  joined.set(group, { users: 1, reportsLeft: 0, isOnLink: true });
  left.delete(group);
  if (isReported(stack, group)) reportJoined(stack, iface, group);
}

/** A socket leaves a group. With the last one the host leaves it, and says so. */
export function leaveGroup(stack: Stack, iface: Interface, group: Ipv4Address): void {
  const { joined, left } = iface.groups;
  const known = joined.get(group);
  if (known === undefined) return;
  known.users--;
  if (known.users > 0) return;
  joined.delete(group);
  if (!isReported(stack, group) || !iface.device.isUp) return;
  left.set(group, robustness(stack));
  startReports(stack, iface);
}

/** The interface is up: it listens to all hosts' group, and reports anew what was joined before. */
export function onGroupsUp(stack: Stack, iface: Interface): void {
  const { joined } = iface.groups;
  const before = [...joined.keys()];
  joined.set(allHosts, { users: 1, reportsLeft: 0, isOnLink: true });
  for (const group of before) {
    setOnLink(iface, group, true);
    if (isReported(stack, group)) reportJoined(stack, iface, group);
  }
}

/** The interface is down: nothing is reported any more. */
export function onGroupsDown(iface: Interface): void {
  const { groups } = iface;
  groups.joined.delete(allHosts);
  for (const group of groups.joined.keys()) setOnLink(iface, group, false);
  groups.left.clear();
  groups.changesLeft = 0;
  if (groups.timer !== undefined) stop(groups.timer);
}

function setOnLink({ groups }: Interface, group: Ipv4Address, isOnLink: boolean): void {
  const membership = groups.joined.get(group);
  if (membership !== undefined) membership.isOnLink = isOnLink;
}

function isReported(stack: Stack, group: Ipv4Address): boolean {
  if (group === allHosts) return false;
  return !isLinkLocalGroup(group) || setting(stack, "igmp_link_local_mcast_reports") !== 0;
}

/** How often a change is reported. */
const robustness = (stack: Stack): number => setting(stack, "igmp_qrv");

const setting = (stack: Stack, name: string): number => Number(read(stack.sysctl, `net.ipv4.${name}`));

function reportJoined(stack: Stack, iface: Interface, group: Ipv4Address): void {
  const membership = iface.groups.joined.get(group);
  if (membership !== undefined) membership.reportsLeft = robustness(stack);
  startReports(stack, iface);
}

function startReports(stack: Stack, iface: Interface): void {
  iface.groups.changesLeft = robustness(stack);
  awaitReport(stack, iface, 1);
}

/** The next report follows after two jiffies and as many more as chance says, below `limit`. */
function awaitReport(stack: Stack, iface: Interface, limit: number): void {
  const { simulation } = stack;
  const drawn = limit <= 1 ? 0 : simulation.random(`${stack.name} igmp`).below(limit);
  const fires = (jiffiesAt(simulation.now) + drawn + 3) * jiffy;
  iface.groups.timer ??= timer<unknown>(undefined, () => report(stack, iface));
  start(iface.groups.timer, (fires - simulation.now) as Nanos, simulation);
}

function report(stack: Stack, iface: Interface): void {
  const records = changes(iface);
  if (records.length > 0) sendReport(stack, iface, records);
  const { groups, conf } = iface;
  if (groups.changesLeft === 0) return;
  groups.changesLeft--;
  const interval = millis(conf.igmpv3_unsolicited_report_interval);
  awaitReport(stack, iface, Math.floor(interval / jiffy));
}

/** What was left comes first, then what was joined, the latest before the others. */
function changes({ groups }: Interface): GroupRecord[] {
  const records: GroupRecord[] = [];
  for (const [group, times] of [...groups.left].reverse()) {
    records.push({ type: groupRecordTypes.changeToInclude, group, sources: [] });
    if (times > 1) groups.left.set(group, times - 1);
    else groups.left.delete(group);
  }
  for (const [group, membership] of [...groups.joined].reverse()) {
    if (membership.reportsLeft === 0) continue;
    records.push({ type: groupRecordTypes.changeToExclude, group, sources: [] });
    membership.reportsLeft--;
  }
  return records;
}

const internetControl = 0xc0;

function sendReport(stack: Stack, iface: Interface, records: readonly GroupRecord[]): void {
  const way = outputRoute(stack, { dst: reportGroup, output: iface });
  if (!way.ok) return;
  const { source } = way.route;
  const isOwn = iface.addresses.some(({ address }) => address === source);
  const packet = ipv4({
    origin: nextOrigin(stack),
    src: isOwn ? source : anyAddress,
    dst: reportGroup,
    protocol: protocols.igmp,
    payload: rawPayload(encodeReport(records)),
    id: 0,
    ttl: 1,
    tos: internetControl,
  });
  send(stack, withOptions(packet, routerAlert), way.route);
}
