/** The load balancer explained in English. */

import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { EventOf } from "#words/caption-words";
import type { TellersOf } from "#words/explain-words";
import type { Names } from "#words/names";
import { changeText, connectionText, countText, entryText, packet, secondsText } from "../captions/terms.ts";
import { serversText } from "./reasons-ipvs.ts";
import { noteText, schedulerRule } from "./schedulers.ts";

const connections = (count: number): string => countText(count, "connection", "connections");

const choosers: Readonly<Record<EventOf<"connection-created">["because"], string>> = {
  scheduler: "The scheduler chose the server.",
  template: "The template of this client chose the server: persistence, no scheduler was asked.",
  "template-made": "The template just made says so; the client's next connections follow it.",
  bypass: "No server is left, and cache_bypass lets it go where it wanted to.",
  sync: "Another director told of it.",
};

const methods: Readonly<Record<string, string>> = {
  nat:
    "The destination becomes the server; the reply must come back through this " +
    "director to get the virtual address again.",
  direct:
    "The packet stays as it is but for its TTL, only the frame goes to the server: " +
    "the server must hold the virtual address, and answers the client itself.",
  tunnel:
    "The packet travels within another one to the server, which must unwrap it and " +
    "hold the virtual address; it answers the client itself.",
  fullnat: "Source and destination change: the server answers to the director, from wherever it is.",
  local: "The server is this machine itself.",
  bypass: "It goes to its own destination.",
};

const occasions: Readonly<Record<EventOf<"connection-told">["because"], string>> = {
  state: "its state has changed",
  packets: "enough packets have passed since it was told last (sync_threshold)",
  refresh: "it is time to refresh it (sync_refresh_period)",
};

const rowChanges: Readonly<Record<EventOf<"ipvs-table-changed">["change"], string>> = {
  added: "is there now",
  edited: "has changed",
  removed: "is gone",
};

/** How many ports of a local address are taken. */
const portsHeld = (held: { readonly address: string; readonly connections: number }, names: Names): string =>
  `${names.endpoint(held.address)} has ${connections(held.connections)}`;

export const ipvs: TellersOf<IpvsEvent["kind"]> = {
  "destination-scheduled": ({ service, scheduler, chosen, candidates, state }, { names, node }) => {
    const whom = chosen === undefined ? "nobody" : names.endpoint(chosen);
    const seen = state.map((note) => noteText(note, names)).join("; ");
    const among = countText(candidates.length, "server", "servers");
    return {
      title: `Whom does ${scheduler} pick? ${chosen === undefined ? "Nobody" : whom}`,
      detail:
        `${among} of ${names.endpoint(service)} to choose from. ${schedulerRule(scheduler)}` +
        (seen === "" ? "" : ` Here ${seen}.`),
      headline: `${scheduler} on ${node} picks ${whom}`,
    };
  },
  "connection-created": ({ service, connection, method, because, timeout }, { names, node }) => ({
    title: `Remembered: ${entryText(connection, names)}`,
    detail:
      `${names.endpoint(service)}, ${method}. ${choosers[because]} It is kept for ` +
      `${secondsText(timeout)} at first.`,
    headline: `${node} enters ${connectionText(connection, names)}`,
  }),
  "connection-expired": ({ connection, state }, { names }) => ({
    title: `Forgotten: ${entryText(connection, names)}`,
    detail: `No packet came for the whole time that ${state} gives it; what comes now is as from a stranger.`,
  }),
  "template-prolonged": ({ connection, controlled }, { names }) => ({
    title: `The template stays for another 60 s`,
    detail:
      `${entryText(connection, names)} is out of time, but ${connections(controlled)} ` +
      "of it still alive.",
  }),
  "template-invalidated": ({ connection, because, setting }, { names }) => ({
    title: "The template counts no more",
    detail:
      `${entryText(connection, names)}: ` +
      (because === "destination-gone" ? "its server was deleted." : "its server has weight 0.") +
      (setting === undefined
        ? ""
        : ` ${setting.name} is ${setting.value}, so the client gets another server.`),
  }),
  "connection-state-changed": ({ connection, direction, before, state, timeout }, { names }) => ({
    title: `The entry: ${before} → ${state}`,
    detail:
      `${connectionText(connection, names)}, by a packet ` +
      `${direction === "input" ? "from the client" : "from the server"}; ` +
      `without more packets it is forgotten after ${secondsText(timeout)}`,
  }),
  "connection-given-up": ({ connection, setting }, { names }) => ({
    title: "The old entry is given up",
    detail:
      `${entryText(connection, names)}: ${setting.name} is ${setting.value}, so the ` +
      "client is scheduled anew.",
  }),
  "no-destination": (event, about) => ({
    title: `Has ${about.names.endpoint(event.service)} a server for it? No`,
    detail: `${packet(event.packet, about.names)} finds nobody. ${serversText(about)}`,
  }),
  "no-local-port": ({ service, connection, addresses, lowest, highest }, { names }) => ({
    title: `Has ${names.endpoint(service)} a local port left? No`,
    detail:
      addresses.length === 0
        ? `The service has no local address; ports from ${lowest} to ${highest} would ` +
          `serve for ${names.endpoint(connection.destination)}.`
        : `Every port from ${lowest} to ${highest} towards ` +
          `${names.endpoint(connection.destination)} is taken: ` +
          `${addresses.map((each) => portsHeld(each, names)).join(", ")}.`,
  }),
  "request-forwarded": ({ connection, method, before, after, device }, { names, node }) => ({
    title:
      `Sent to ${names.endpoint(connection.destination)} by ` +
      `${method}${device === undefined ? "" : `, ${device}`}`,
    detail:
      `${changeText(packet(before, names), packet(after, names))}; TTL ${before.ttl} → ` +
      `${after.ttl}. ${methods[method] ?? ""}`.trim(),
    headline: `${node} sends ${packet(before, names)} to ${names.endpoint(connection.destination)}`,
  }),
  "reply-rewritten": ({ connection, before, after }, { names, node }) => ({
    title: "The reply gets the virtual address again",
    detail:
      `${changeText(packet(before, names), packet(after, names))}: the entry ` +
      `${connectionText(connection, names)} fits. The client must see the address that it asked.`,
    headline: `${node} makes the reply one of ${names.endpoint(connection.virtual)}`,
  }),
  "error-translated": ({ connection, towards, before, after }, { names }) => ({
    title: `The ICMP error is made to fit the ${towards === "client" ? "client" : "server"}`,
    detail:
      `${changeText(packet(before, names), packet(after, names))}: it is about the ` +
      `entry ${connectionText(connection, names)}.`,
  }),
  "connection-told": ({ connection, because }, { names }) => ({
    title: "Other directors are to be told",
    detail: `${entryText(connection, names)}: ${occasions[because]}.`,
  }),
  "connection-updated-by-sync": ({ connection, state, timeout }, { names }) => ({
    title: `Another director tells: ${state}`,
    detail: `${entryText(connection, names)}, for ${secondsText(timeout)}`,
  }),
  "sync-message-sent": ({ connections: count, bytes }) => ({
    title: `Sync message: ${connections(count)}`,
    detail: `${bytes} bytes by multicast to the directors that listen`,
  }),
  "sync-message-received": ({ connections: count, syncId, isForUs }) => ({
    title: `Is the sync message for this director? ${isForUs ? "Yes" : "No"}`,
    detail:
      `It has syncid ${syncId} and ${connections(count)}; ` +
      `${isForUs ? "this director hears that number" : "this director hears another number"}.`,
  }),
  "ipvs-table-changed": ({ row, change }) => ({
    title: row,
    detail: `The row ${rowChanges[change]}: what is scheduled from here on goes by it.`,
    headline: `IPVS: ${row} ${rowChanges[change]}`,
  }),
};
