/**
 * `ip monitor`: neighbours, routes and rules as they change, until Ctrl-C.
 *
 * Leaves out links, addresses and everything the lab has none of.
 */

import { formatMoment, momentOf } from "#shell/commands/system/clock";
import type { Traced } from "#sim/engine/simulation";
import type { NetworkEvent } from "#sim/trace";
import { type Call, notModelled } from "./call.ts";
import { neighbourText } from "./neighbour-text.ts";
import type { IpObject } from "./verbs.ts";
import { begins, current, eachWord, Refusal } from "./words.ts";

/** `ip monitor [neigh|route|rule|all]`. */
export const monitor: IpObject = { name: undefined, verbs: [], run: watch };

const kinds = ["neigh", "route", "rule"] as const;
type Kind = (typeof kinds)[number];

async function watch(call: Call): Promise<number> {
  const asked = current(call.words) === undefined ? new Set<Kind>(kinds) : readKinds(call);
  if (asked.size === 0) return notModelled(call, `ip monitor ${call.words.list.slice(1).join(" ")}`);
  const { simulation } = call.stack;
  const state = { isOver: false };
  simulation.observe(((traced: Traced<NetworkEvent>) => {
    if (!state.isOver) show(call, asked, traced.event);
  }) as (traced: Traced<never>) => void);
  try {
    await call.process.until<void>(() => () => undefined);
  } finally {
    state.isOver = true;
  }
  return 0;
}

function readKinds(call: Call): Set<Kind> {
  const asked = new Set<Kind>();
  for (const word of eachWord(call.words)) {
    if (word === "all") for (const kind of kinds) asked.add(kind);
    else if (begins(word, "label", "all-nsid")) continue;
    else {
      const kind = kinds.find((each) => begins(word, each) || (each === "neigh" && word.startsWith("neigh")));
      if (kind !== undefined) asked.add(kind);
      else if (
        !["link", "address", "mroute", "prefix", "netconf", "nexthop"].some((name) => begins(word, name))
      ) {
        throw new Refusal(`Argument "${word}" is unknown, try "ip monitor help".`, 255);
      }
    }
  }
  return asked;
}

function show(call: Call, asked: ReadonlySet<Kind>, event: NetworkEvent): void {
  if (!("node" in event) || event.node !== call.stack.name) return;
  if (event.kind === "neighbour-changed" && asked.has("neigh")) {
    const entry = call.stack.interfaces.get(event.device)?.neighbours.get(event.address);
    if (entry !== undefined) say(call, asked, "NEIGH", neighbourText(call, entry, false));
  }
  if (event.kind !== "table-changed") return;
  const gone = event.change === "removed" ? "Deleted " : "";
  if (event.table === "routes" && asked.has("route")) say(call, asked, "ROUTE", `${gone}${event.row} `);
  if (event.table === "rules" && asked.has("rule")) say(call, asked, "RULE", `${gone}${event.row}`);
}

/** One line; with its moment where asked, and its kind where there are several. */
function say(call: Call, asked: ReadonlySet<Kind>, label: string, text: string): void {
  const { stdout } = call.process;
  const { timestamp } = call.options;
  const { simulation } = call.stack;
  const moment = momentOf(simulation.now);
  const time =
    timestamp === "short"
      ? `[${formatMoment(moment, "%Y-%m-%dT%H:%M:%S.%6N")}] `
      : timestamp === "long"
        ? `Timestamp: ${formatMoment(moment, "%a %b %e %H:%M:%S %Y %6N usec")}\n`
        : "";
  stdout.write(`${time}${asked.size > 1 ? `[${label}]` : ""}${text}\n`);
}
