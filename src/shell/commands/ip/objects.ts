/**
 * The objects of ip, by their full names; every one is loaded when it is first named.
 *
 * Leaves out those that LVS labs have no use for: they are known by name only.
 */

import type { Loader } from "#shell/needed";
import type { IpObject } from "./verbs.ts";

const neighbour = async () => (await import("./neighbour.ts")).neighbour;
const tunnel = async () => (await import("./tunnel.ts")).tunnel;

/** In the order in which ip looks for one that begins as typed. Those without a loader are not modelled. */
export const objects: readonly (readonly [string, Loader<IpObject> | undefined])[] = [
  ["address", async () => (await import("./address.ts")).address],
  ["addrlabel", undefined],
  ["maddress", async () => (await import("./maddress.ts")).maddress],
  ["route", async () => (await import("./route.ts")).route],
  ["rule", async () => (await import("./rule.ts")).rule],
  ["neighbour", neighbour],
  ["neighbor", neighbour],
  ["ntable", undefined],
  ["ntbl", undefined],
  ["link", async () => (await import("./link.ts")).link],
  ["l2tp", undefined],
  ["fou", async () => (await import("./fou.ts")).fou],
  ["macsec", undefined],
  ["tunnel", tunnel],
  ["tunl", tunnel],
  ["tuntap", undefined],
  ["tap", undefined],
  ["token", undefined],
  ["tcp_metrics", undefined],
  ["tcpmetrics", undefined],
  ["monitor", async () => (await import("./monitor.ts")).monitor],
  ["xfrm", undefined],
  ["mroute", undefined],
  ["mrule", undefined],
  ["netns", undefined],
  ["netconf", undefined],
  ["vrf", undefined],
  ["sr", undefined],
  ["nexthop", undefined],
  ["mptcp", undefined],
];
