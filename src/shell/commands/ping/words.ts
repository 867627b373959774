/** What ICMP messages are called by ping, with the newline. */

import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { icmpTypes } from "#sim/wire/icmp";

const unreachable: readonly string[] = [
  "Destination Net Unreachable",
  "Destination Host Unreachable",
  "Destination Protocol Unreachable",
  "Destination Port Unreachable",
  "",
  "Source Route Failed",
  "Destination Net Unknown",
  "Destination Host Unknown",
  "Source Host Isolated",
  "Destination Net Prohibited",
  "Destination Host Prohibited",
  "Destination Net Unreachable for Type of Service",
  "Destination Host Unreachable for Type of Service",
  "Packet filtered",
  "Precedence Violation",
  "Precedence Cutoff",
];

const redirects: readonly string[] = [
  "Redirect Network",
  "Redirect Host",
  "Redirect Type of Service and Network",
  "Redirect Type of Service and Host",
];

/** An ICMP error in words; `rest` is its second word: MTU, gateway or pointer. */
export function icmpWords(type: number, code: number, rest: number): string {
  switch (type) {
    case icmpTypes.unreachable:
      if (code === 4) return `Frag needed and DF set (mtu = ${rest & 0xffff})\n`;
      return `${unreachable[code] ?? `Dest Unreachable, Bad Code: ${code}`}\n`;
    case icmpTypes.sourceQuench:
      return "Source Quench\n";
    case icmpTypes.redirect: {
      const kind = redirects[code] ?? `Redirect, Bad Code: ${code}`;
      return `${kind}(New nexthop: ${formatIpv4(rest as Ipv4Address)})\n`;
    }
    case icmpTypes.timeExceeded:
      if (code > 1) return `Time exceeded, Bad Code: ${code}\n`;
      return code === 0 ? "Time to live exceeded\n" : "Frag reassembly time exceeded\n";
    case icmpTypes.parameterProblem:
      return `Parameter problem: pointer = ${rest >>> 24}\n`;
  }
  return `Bad ICMP type: ${type}\n`;
}
