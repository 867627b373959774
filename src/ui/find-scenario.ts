/**
 * Finds a scenario that comes with the lab, by its name. The opening one is found without the list of all.
 */

import type { ToOpen } from "./app.ts";

/** What somebody sees who was not sent anywhere: why a real server must not answer ARP for the VIP. */
export const openingScenario = "arp-nothing-set";

/** The scenario, or `undefined` where there is none of this name. */
export async function findScenario(name: string): Promise<ToOpen | undefined> {
  if (name === openingScenario) {
    const { scenario } = await import("virtual:scenario/arp-nothing-set");
    return { scenario, open: { name, title: scenario.title, summary: scenario.summary } };
  }
  const { scenarios } = await import("virtual:scenarios");
  const card = scenarios.find((known) => known.name === name);
  if (card === undefined) return undefined;
  const scenario = await card.load();
  return { scenario, open: { name, title: scenario.title, summary: scenario.summary } };
}
