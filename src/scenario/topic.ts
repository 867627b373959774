/**
 * What a scenario is about: the groups that lists of scenarios are put into, in the order of teaching.
 *
 * What each is called stands with the words of the languages.
 */

export const topics = [
  "nat",
  "dr",
  "arp",
  "tunnel",
  "fullnat",
  "scheduling",
  "persistence",
  "connections",
  "servers",
  "failover",
  "build",
] as const;

export type Topic = (typeof topics)[number];
