/** The load balancer and programs, an event a line, in English. */

import type { AppEvent } from "#sim/app/app-events";
import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { CaptionsOf, EventOf } from "#words/caption-words";
import { changeText, countText, entryText, packet, secondsText } from "./terms.ts";

const connections = (count: number): string => countText(count, "connection", "connections");

const choosers: Readonly<Record<EventOf<"connection-created">["because"], string>> = {
  scheduler: "chosen by the scheduler",
  template: "chosen by its template",
  "template-made": "chosen by the template just made",
  bypass: "let past by cache_bypass",
  sync: "heard of by sync",
};

export const ipvs: CaptionsOf<IpvsEvent["kind"]> = {
  "destination-scheduled": ({ service, scheduler, chosen }, names) =>
    `${scheduler} picks ${chosen === undefined ? "nobody" : names.endpoint(chosen)} ` +
    `for ${names.endpoint(service)}`,
  "connection-created": ({ connection, method, because }, names) =>
    `new ${entryText(connection, names)}, ${method}, ${choosers[because]}`,
  "connection-expired": ({ connection, state }, names) =>
    `${entryText(connection, names)} expires in ${state}`,
  "template-prolonged": ({ connection, controlled }, names) =>
    `${entryText(connection, names)} stays: it controls ${connections(controlled)}`,
  "template-invalidated": ({ connection, because }, names) =>
    `${entryText(connection, names)} counts no more: ` +
    (because === "destination-gone" ? "its server was deleted" : "its server has weight 0"),
  "connection-state-changed": ({ connection, before, state, timeout }, names) =>
    `${entryText(connection, names)}: ${before} → ${state}, ${secondsText(timeout)}`,
  "connection-given-up": ({ connection, setting }, names) =>
    `${entryText(connection, names)} is given up by ${setting.name}`,
  "no-destination": (event, names) =>
    `has no server of ${names.endpoint(event.service)} for ${packet(event.packet, names)}`,
  "no-local-port": ({ service, connection }, names) =>
    `has no local port of ${names.endpoint(service)} towards ${names.endpoint(connection.destination)}`,
  "request-forwarded": ({ connection, method, before, after }, names) =>
    `${method} to ${names.endpoint(connection.destination)}: ` +
    changeText(packet(before, names), packet(after, names)),
  "reply-rewritten": ({ before, after }, names) =>
    `reply: ${changeText(packet(before, names), packet(after, names))}`,
  "error-translated": ({ towards, before, after }, names) =>
    `ICMP error for the ${towards}: ${changeText(packet(before, names), packet(after, names))}`,
  "connection-told": ({ connection }, names) =>
    `will tell other directors of ${entryText(connection, names)}`,
  "connection-updated-by-sync": ({ connection, state, timeout }, names) =>
    `${entryText(connection, names)} by sync: ${state}, ${secondsText(timeout)}`,
  "sync-message-sent": ({ connections: count, bytes }) =>
    `sends a sync message: ${connections(count)}, ${bytes} bytes`,
  "sync-message-received": ({ connections: count, syncId, isForUs }) =>
    `hears a sync message of syncid ${syncId}: ` +
    `${connections(count)}${isForUs ? "" : ", not for this director"}`,
  "ipvs-table-changed": ({ row, change }) => `IPVS table, ${change}: ${row}`,
};

export const app: CaptionsOf<AppEvent["kind"]> = {
  "request-answered": ({ to, port, status, bytes }, names) =>
    `has the answer of ${names.ip(to)}:${port}: ${status}, ${bytes} bytes`,
  "request-failed": ({ to, port, error }, names) => `gets no answer from ${names.ip(to)}:${port}: ${error}`,
};
