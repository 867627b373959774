/**
 * The values beside a step: those of the switch that decided, each with whether it counted, and the numbers
 * that were compared.
 */

import type { NetworkEvent } from "#sim/trace";
import type { Chip } from "#words/explanation";
import type { SettingFacts } from "#words/why-facts";
import { bystander, type StepFact } from "./steps.ts";

/** Asks that a switch decides about. */
const bySwitch: ReadonlySet<StepFact["ask"]["kind"]> = new Set([
  "reason",
  "arp-ignore",
  "arp-announce",
  "proxy",
]);

/** Events whose own step shows the switch: nothing else does. */
const switchKinds: ReadonlySet<NetworkEvent["kind"]> = new Set([
  "neighbour-update-refused",
  "template-invalidated",
  "connection-given-up",
  "icmp-suppressed",
  "redirect-ignored",
]);

/** `effective` writes what several values came to. */
export function chipsOf(step: StepFact, effective: (value: string) => string): Chip[] {
  const { ask, link, decided } = step;
  const { event } = link.traced;
  const isShown = bySwitch.has(ask.kind) || (ask.kind === "event" && switchKinds.has(event.kind));
  const ofSwitch = isShown && decided !== undefined ? chipsOfSwitch(step, decided, effective) : [];
  return [...ofSwitch, ...numbersOf(step)];
}

function chipsOfSwitch(step: StepFact, decided: SettingFacts, effective: (value: string) => string): Chip[] {
  const { values, field, effective: value } = decided;
  if (values.length === 0) {
    const isNumber = /^\d+%?$/.test(value);
    return isNumber ? [{ text: `${field} = ${value}`, role: "counts" }] : [];
  }
  const chips = values.map(
    ({ scope, name, value: own, counts }): Chip => ({
      text: `${values.length === 1 ? field : scope} = ${own}`,
      role: counts ? "counts" : "loses",
      setting: name,
    }),
  );
  const other = bystander(step);
  if (other !== undefined) {
    chips.push({ text: `${other.scope} = ${other.value}`, role: "loses", setting: other.name });
  }
  return chips.length === 1 ? chips : [...chips, { text: effective(value), role: "result" }];
}

/** Numbers of the packet that were compared. */
function numbersOf({ ask, link }: StepFact): Chip[] {
  const { event } = link.traced;
  const chip = (text: string): Chip => ({ text, role: "plain" });
  if (ask.kind === "event" && event.kind === "packet-forwarded") {
    return [chip(`TTL ${event.packet.ttl + 1} → ${event.packet.ttl}`)];
  }
  if (ask.kind !== "reason") return [];
  if (event.kind === "packet-dropped" && event.reason === "ttl-expired")
    return [chip(`TTL ${event.packet.ttl}`)];
  if (event.kind === "packet-dropped" && event.reason === "needs-fragmentation") {
    return [chip(`length ${event.packet.length}`), chip("DF")];
  }
  if (event.kind === "frame-dropped" && event.reason === "frame-too-long") {
    return [chip(`length ${event.frame.payload.length}`)];
  }
  return [];
}
