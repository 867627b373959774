/**
 * Services that a machine has by name: they start and stop, and nothing in the network depends on it.
 */

import type { Service } from "../machine.ts";

interface Named {
  readonly name: string;
  readonly description: string;
  readonly isRunning: boolean;
  /** What to say instead of starting. */
  readonly refusal?: string;
}

const named = ({ name, description, isRunning, refusal }: Named): Service => ({
  name,
  description,
  isOneShot: false,
  isRunning,
  isEnabled: isRunning,
  since: undefined,
  start: () => refusal,
  stop: () => undefined,
  reload: () => undefined,
});

const list: readonly Named[] = [
  { name: "NetworkManager", description: "Network Manager", isRunning: true },
  { name: "chronyd", description: "NTP client/server", isRunning: true },
  {
    name: "firewalld",
    description: "firewalld - dynamic firewall daemon",
    isRunning: false,
    refusal: "not modelled in LVS Lab: firewalld; `iptables` is\n",
  },
  { name: "ntpd", description: "Network Time Service", isRunning: false },
  { name: "sshd", description: "OpenSSH server daemon", isRunning: true },
];

/** The services of every machine that are names only. */
export const namedServices = (): Service[] => list.map(named);
