/** Why the load balancer did not go on with a packet, with the values that decided, in English. */

import type { DestinationRow } from "#sim/rows";
import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

const state = ({ weight, isOverloaded, upperThreshold }: DestinationRow): string => {
  if (weight === 0) return "weight 0";
  return isOverloaded ? `overloaded, threshold ${upperThreshold}` : `weight ${weight}`;
};

/** Every server of the service and why it is none. */
export function serversText({ destinations = [], names }: Pick<Ended, "destinations" | "names">): string {
  if (destinations.length === 0) return "The service has no server at all.";
  return `${destinations.map((each) => `${names.endpoint(each.destination)}: ${state(each)}`).join("; ")}.`;
}

const settingOf = ({ setting }: Ended): string =>
  setting === undefined ? "" : `${setting.name} is ${setting.value}.`;

type IpvsReason =
  | "ipvs-no-destination"
  | "ipvs-no-local-port"
  | "ipvs-destination-gone"
  | "ipvs-crossing-local"
  | "ipvs-drop-packet"
  | "ipvs-rescheduled";

export const ipvsReasons: ReasonTellers<IpvsReason> = {
  "ipvs-no-destination": (ended) => ({
    title: "Is there a real server for it? No",
    detail:
      ended.setting === undefined
        ? `${serversText(ended)} The sender of ${text(ended)} is told: port unreachable.`
        : `${text(ended)} comes from a real server, but no entry fits it. ` +
          `${settingOf(ended)} So the server is told: port unreachable.`,
  }),
  "ipvs-no-local-port": (ended) => ({
    title: "Is there a local address with a free port? No",
    detail:
      "FULLNAT talks to the server from an address of its own, and none is free for " +
      `${text(ended)}. Nobody is told.`,
  }),
  "ipvs-destination-gone": (ended) => ({
    title: "Is the real server of this connection still there? No",
    detail:
      `The entry of ${text(ended)} leads to a server that was deleted. ` +
      `${settingOf(ended)} So the entry waits silently for it to come back.`,
  }),
  "ipvs-crossing-local": (ended) => ({
    title: "May it cross between this host and others? No",
    detail:
      `${text(ended)}: with this method a packet cannot change between an own address ` +
      "and one elsewhere.",
  }),
  "ipvs-drop-packet": (ended) => ({
    title: "Are new connections taken? Not this one",
    detail:
      `The director defends itself against a flood: ${settingOf(ended)} So some new ` +
      `connections are dropped, ${text(ended)} among them.`,
  }),
  "ipvs-rescheduled": (ended) => ({
    title: "May the client be scheduled anew at once? No",
    detail:
      `${settingOf(ended)} The old entry of ${text(ended)} is bound to a flow of ` +
      "conntrack and must end first; the client's next try gets a new one.",
  }),
};
