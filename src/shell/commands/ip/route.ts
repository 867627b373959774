/**
 * `ip route`: the routing tables and changing them. Showing and flushing is in route-show.ts, asking how a
 * packet would go in route-get.ts.
 */

import { type AddMode, addRoute, type Changed, deleteRoute, type RouteRequest } from "#sim/stack/fib-routes";
import { answer, type Call, type Run } from "./call.ts";
import { readRoute } from "./route-request.ts";
import { helpOn, missing, objectOf, verb, within } from "./verbs.ts";

const showing = () => import("./route-show.ts");
const getting = () => import("./route-get.ts");
const show = within(showing, ({ showRoutes }) => showRoutes);
const help = helpOn("route");

const adding = (mode: AddMode): Run => changing((call, request) => addRoute(call.stack, request, mode));

const verbs = [
  verb("show list lst", show),
  verb(
    "get",
    within(getting, ({ getRoute }) => getRoute),
  ),
  verb("add", adding("add")),
  verb("change chg", adding("change")),
  verb("replace", adding("replace")),
  verb("prepend", adding("prepend")),
  verb("append", adding("append")),
  missing("test save restore showdump", "ip route"),
  verb(
    "delete",
    changing((call, request) => deleteRoute(call.stack, request)),
  ),
  verb(
    "flush",
    within(showing, ({ flushRoutes }) => flushRoutes),
  ),
  verb("help", help),
];

/** `ip route [show|get|add|change|replace|prepend|append|del|flush]`. */
export const route = objectOf("route", verbs, show);

/** Changes the tables as the rest of the line says. */
function changing(apply: (call: Call, request: RouteRequest) => Changed): Run {
  return (call) => {
    const request = readRoute(call);
    return request === undefined ? help(call) : answer(apply(call, request));
  };
}
