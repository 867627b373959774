/** What the topics of scenarios are called. */

import type { TopicWords } from "../topic-words.ts";

export const topics: TopicWords = {
  nat: "NAT",
  dr: "Direct routing",
  arp: "The ARP problem",
  tunnel: "Tunnelling",
  fullnat: "FULLNAT",
  scheduling: "Schedulers",
  persistence: "Persistence and firewall marks",
  connections: "Connections and their time",
  servers: "Servers that come and go",
  failover: "Takeover by a second director",
  build: "Build it yourself",
  others: "Others",
};
