/**
 * Of the last connections that a director made since the step began, so many for each server.
 *
 * Connections count, not requests; templates of persistence are none. A server is its address, or address and
 * port.
 */

import { text, whole } from "#scenario/quantities";
import { entries, mapped, record, required, type Shape } from "#scenario/shape";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { nodeName } from "../check-shapes.ts";
import { eventsIn, rangeOf } from "../events.ts";
import { type CheckKind, compared } from "./check-kind.ts";

type Created = Extract<NetworkEvent, { readonly kind: "connection-created" }>;

const each: Shape<Readonly<Record<string, number>>> = mapped(
  entries(
    { words: "servers by address", name: text("an address"), content: whole("a number", 0, 100_000) },
    (key, value): [string, number] => [key, value],
  ),
  (pairs) => Object.fromEntries(pairs),
);

export const shareOfLoad: CheckKind<"share-of-load"> = {
  name: "share-of-load",
  shape: record("share-of-load", {
    node: required(nodeName, "The director."),
    of: required(whole("a number", 1, 100_000), "How many connections are looked at: the last ones."),
    each: required(each, "How many of them each server has, by its address."),
  }),
  prepare: ({ node, of, each: wanted }) => {
    const test = ({ event }: TraceEvent): boolean =>
      event.kind === "connection-created" && event.node === node && event.because !== "template-made";
    const goal = Object.entries(wanted).map(([name, value]) => ({ name, value }));
    return (seen) => {
      const created = eventsIn(seen.recording, test, rangeOf({}, seen)).slice(-of);
      const destinations = created.map(({ event }) => (event as Created).connection.destination);
      const now = goal.map(({ name }) => ({
        name,
        value: destinations.filter((server) => server === name || server.startsWith(`${name}:`)).length,
      }));
      const isShared = now.every(({ value }, index) => value === goal[index]?.value);
      return { isMet: created.length === of && isShared, ...compared(now, goal, created.at(-1)?.id) };
    };
  },
};
