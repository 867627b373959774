/**
 * The order of ipvsadm's listings: services by mark, protocol, address and port, servers by address and
 * port.
 *
 * Differences are taken in 32 bits with a sign, so addresses half the address space apart come in reverse
 * order, and what a list of several such looks like depends on the way it is sorted: in halves, as the C
 * library's qsort does.
 */

import type { DestinationRow, ServiceRow } from "#sim/ipvs/listing";

type Compare<Row> = (one: Row, other: Row) => number;

/** Services as listings have them. */
export const sortedServices = (rows: readonly ServiceRow[]): ServiceRow[] => sorted(rows, compareServices);

/** Servers as listings have them. */
export const sortedServers = (rows: readonly DestinationRow[]): DestinationRow[] =>
  sorted(rows, compareServers);

const difference = (one: number, other: number): number => (one - other) | 0;

const compareServices: Compare<ServiceRow> = (one, other) =>
  difference(one.fwmark, other.fwmark) ||
  one.protocol - other.protocol ||
  difference(one.address, other.address) ||
  one.port - other.port;

const compareServers: Compare<DestinationRow> = (one, other) =>
  difference(one.address, other.address) || one.port - other.port;

function sorted<Row>(rows: readonly Row[], compare: Compare<Row>): Row[] {
  if (rows.length <= 1) return [...rows];
  const middle = Math.floor(rows.length / 2);
  const left = sorted(rows.slice(0, middle), compare);
  const right = sorted(rows.slice(middle), compare);
  const merged: Row[] = [];
  let [atLeft, atRight] = [0, 0];
  for (;;) {
    const [one, other] = [left[atLeft], right[atRight]];
    if (one === undefined || other === undefined) break;
    if (compare(one, other) <= 0) {
      merged.push(one);
      atLeft++;
    } else {
      merged.push(other);
      atRight++;
    }
  }
  return [...merged, ...left.slice(atLeft), ...right.slice(atRight)];
}
