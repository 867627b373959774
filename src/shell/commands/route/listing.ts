/** The main routing table as `route` and `netstat -r` print it. */

import { hostText } from "#shell/commands/network/host-names";
import type { Machine } from "#shell/machine";
import { routesOf } from "#sim/stack/fib";
import { type Route, tables } from "#sim/stack/route";
import { anyAddress, formatIpv4, maskOf } from "#sim/wire/address";

export interface RouteListing {
  /** -n: no names. */
  readonly isNumeric: boolean;
  /** `netstat -r` shows sizes in place of metrics. */
  readonly hasSizes: boolean;
}

/** The whole table with its two lines of titles. */
export function routeTable(machine: Machine, listing: RouteListing): string {
  const columns = listing.hasSizes ? "  MSS Window  irtt" : "Metric Ref    Use";
  const title = `Destination     Gateway         Genmask         Flags ${columns} Iface`;
  // Types that only ever stand in other tables are not shown, nor is what the old table cannot say.
  const shown = (routesOf(machine.stack.fib, tables.main) ?? []).filter(
    ({ type, length }) => type !== "broadcast" && type !== "multicast" && length <= 32,
  );
  const rows = shown.map((route) => rowOf(machine, route, listing));
  return `${["Kernel IP routing table", title, ...rows].join("\n")}\n`;
}

function rowOf(machine: Machine, route: Route, { isNumeric, hasSizes }: RouteListing): string {
  const hop = route.nextHops[0];
  const isRefusing = hop === undefined;
  const gateway = hop?.gateway ?? anyAddress;
  const cells = [
    destinationText(machine, route, isNumeric).padEnd(15),
    (isRefusing
      ? "-"
      : isNumeric || gateway === anyAddress
        ? formatIpv4(gateway)
        : hostText(machine, gateway)
    )
      .slice(0, 15)
      .padEnd(15),
    formatIpv4(maskOf(route.length)).padEnd(15),
    flagsText(route).padEnd(5),
    hasSizes ? sizesText(route, isRefusing) : metricsText(route, isRefusing),
    hop?.interface.device.name ?? "-",
  ];
  return cells.join(" ");
}

function destinationText(machine: Machine, { destination, length }: Route, isNumeric: boolean): string {
  if (isNumeric) return formatIpv4(destination);
  if (length === 0) return "default";
  return (length === 32 ? hostText(machine, destination) : formatIpv4(destination)).slice(0, 15);
}

/** U: up, G: by a gateway, H: to one host; ! refuses. */
function flagsText({ nextHops, length }: Route): string {
  const hop = nextHops[0];
  const start = hop === undefined ? "!" : hop.gateway === undefined ? "U" : "UG";
  return length === 32 ? `${start}H` : start;
}

const metricsText = ({ metric }: Route, isRefusing: boolean): string =>
  `${String(metric).padEnd(6)} ${isRefusing ? "-" : "0"}        0`;

function sizesText({ mtu, advmss }: Route, isRefusing: boolean): string {
  if (isRefusing) return "    - -          -";
  const size = advmss > 0 ? advmss : mtu > 0 ? mtu - 40 : 0;
  return `${String(size).padStart(5)} 0          0`;
}
