/**
 * The counters of a node as rows: what `nstat` shows, which is those that are not zero.
 */

import type { CounterRow } from "../rows.ts";
import { type SnmpCounters, snmpNames } from "../stack/snmp.ts";

/** By name. */
export function counterRows(snmp: SnmpCounters): Map<string, CounterRow> {
  const rows = new Map<string, CounterRow>();
  for (const name of snmpNames) {
    const value = snmp[name];
    if (value !== 0) rows.set(name, { name, value });
  }
  for (const [name, value] of snmp.extra) {
    if (value !== 0) rows.set(name, { name, value });
  }
  return rows;
}
