/**
 * Services that only put rules into the kernel and take them out again: ipvsadm and iptables. What they do is
 * in rules.ts, loaded when one is first started or stopped.
 */

import type { Service } from "../machine.ts";
import { needed } from "../needed.ts";
import type { RuleServiceName } from "./rules.ts";

const rules = () => import("./rules.ts");

const ruleService = (name: RuleServiceName, description: string, isRunning: boolean): Service => ({
  name,
  description,
  isOneShot: true,
  isRunning,
  isEnabled: isRunning,
  since: undefined,
  start: async (process) => (await needed(process.machine, rules)).putRulesIn(process, name),
  stop: async (process) => (await needed(process.machine, rules)).takeRulesOut(process, name),
  save: async (process) => (await needed(process.machine, rules)).saveRules(process, name),
});

/** The table of virtual services, from and to /etc/sysconfig/ipvsadm. */
export const ipvsadmService = (): Service =>
  ruleService("ipvsadm", "Initialise the Linux Virtual Server", false);

/** The packet filter, from and to /etc/sysconfig/iptables. It counts as running: there are no rules yet. */
export const iptablesService = (): Service => ruleService("iptables", "IPv4 firewall with iptables", true);
