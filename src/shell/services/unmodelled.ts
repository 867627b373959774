/**
 * Programs of LVS tutorials that the lab knows by name only: asking for them is answered honestly.
 */

const names = new Set(["corosync", "haproxy", "heartbeat", "keepalived", "ldirectord", "pacemaker", "pcsd"]);

/** Whether tutorials use this program, and the lab has nothing for it yet. */
export const isUnmodelled = (name: string): boolean => names.has(name.replace(/\.service$/, ""));

/** The honest line for such a program. */
export const unmodelledLine = (name: string): string =>
  `not modelled in LVS Lab yet: ${name.replace(/\.service$/, "")}\n`;
