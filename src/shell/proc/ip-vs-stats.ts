/**
 * /proc/net/ip_vs_stats and ip_vs_stats_percpu: what the load balancer has counted altogether, in
 * hexadecimal.
 */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { totalRow } from "#sim/ipvs/listing";
import type { Counters } from "#sim/ipvs/stats";
import { wideHex } from "./numbers.ts";

const widths = [8, 8, 8, 16, 16];

const numbers = ({ connections, inPackets, outPackets, inBytes, outBytes }: Counters): string =>
  [connections, inPackets, outPackets, inBytes, outBytes]
    .map((value, index) => wideHex(value, widths[index] ?? 8))
    .join(" ");

export function stats(ipvs: Ipvs): string {
  const { sums, rates } = totalRow(ipvs);
  return `   Total Incoming Outgoing         Incoming         Outgoing
   Conns  Packets  Packets            Bytes            Bytes
${numbers(sums)}

 Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
${numbers(rates)}
`;
}

/** The machine has one processor; its row counts up to now, the sums are those of the last tick. */
export function statsOfProcessors(ipvs: Ipvs): string {
  const { sums, rates } = totalRow(ipvs);
  return `       Total Incoming Outgoing         Incoming         Outgoing
CPU    Conns  Packets  Packets            Bytes            Bytes
  0 ${numbers(ipvs.estimator.total.live)}
  ~ ${numbers(sums)}

     Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s
    ${numbers(rates)}
`;
}
