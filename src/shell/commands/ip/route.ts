/**
 * `ip route`: the routing tables, changing them, and asking how a packet would go.
 */

import { type AddMode, addRoute, type Changed, deleteRoute, type RouteRequest } from "#sim/stack/fib-routes";
import type { Interface } from "#sim/stack/interface";
import { formatRoute } from "#sim/stack/route-format";
import { routeGet } from "#sim/stack/route-get";
import type { Ipv4Address } from "#sim/wire/address";
import { prefixIn } from "./addresses.ts";
import { answer, type Call, deviceFor, notModelled, print, unknownCommand, usage } from "./call.ts";
import { readRoute, tosIn } from "./route-request.ts";
import { flushRoutes, showRoutes } from "./route-show.ts";
import { begins, current, eachWord, next, numberIn, Refusal } from "./words.ts";

const modes: readonly (readonly [AddMode, readonly string[]])[] = [
  ["add", ["add"]],
  ["change", ["change", "chg"]],
  ["replace", ["replace"]],
  ["prepend", ["prepend"]],
  ["append", ["append"]],
];

/** `ip route [show|get|add|change|replace|prepend|append|del|flush]`. */
export function runRoute(call: Call): number {
  const word = current(call.words);
  if (word === undefined) return showRoutes(call);
  call.words.at++;
  if (begins(word, "list", "show", "lst")) return showRoutes(call);
  if (begins(word, "get")) return get(call);
  const mode = modes.find(([, names]) => begins(word, ...names))?.[0];
  if (mode !== undefined) return change(call, (request) => addRoute(call.stack, request, mode));
  if (begins(word, "test", "save", "restore", "showdump")) return notModelled(call, `ip route ${word}`);
  if (begins(word, "delete")) return change(call, (request) => deleteRoute(call.stack, request));
  if (begins(word, "flush")) return flushRoutes(call);
  if (!begins(word, "help")) throw unknownCommand(word, "route");
  return help(call);
}

/** Changes the tables as the rest of the line says. */
function change(call: Call, apply: (request: RouteRequest) => Changed): number {
  const request = readRoute(call);
  return request === undefined ? help(call) : answer(call, apply(request));
}

const help = (call: Call): number =>
  usage(call, [
    "ip route { show | flush } SELECTOR",
    "ip route get ADDRESS [ from ADDRESS iif STRING ] [ oif STRING ] [ tos TOS ] [ mark NUMBER ]",
    "ip route { add | del | change | append | prepend | replace } ROUTE",
    "SELECTOR := [ root PREFIX ] [ match PREFIX ] [ exact PREFIX ] [ table TABLE_ID ] [ proto RTPROTO ]",
    "            [ type TYPE ] [ scope SCOPE ] [ dev STRING ] [ via ADDRESS ] [ src ADDRESS ]",
    "ROUTE := [ TYPE ] PREFIX [ via ADDRESS ] [ dev STRING ] [ src ADDRESS ] [ table TABLE_ID ]",
    "         [ proto RTPROTO ] [ scope SCOPE ] [ metric METRIC ] [ tos TOS ] [ mtu NUMBER ]",
    "         [ advmss NUMBER ] [ onlink ]",
  ]);

interface Question {
  dst: Ipv4Address | undefined;
  src: Ipv4Address | undefined;
  input: string | undefined;
  output: string | undefined;
  mark: number;
  tos: number;
  /** The route as it stands in its table is asked for. */
  isAboutTable: boolean;
}

function readQuestion(call: Call): Question {
  const { words } = call;
  const question: Question = {
    dst: undefined,
    src: undefined,
    input: undefined,
    output: undefined,
    mark: 0,
    tos: 0,
    isAboutTable: false,
  };
  for (const word of eachWord(words)) {
    if (word === "tos" || begins(word, "dsfield"))
      question.tos = tosIn(next(words), "TOS value is invalid\n");
    else if (begins(word, "iif")) question.input = next(words);
    else if (begins(word, "mark")) question.mark = numberIn(next(words), "invalid mark value");
    else if (begins(word, "oif") || word === "dev") question.output = next(words);
    else if (begins(word, "notify", "connected")) continue;
    else if (begins(word, "uid", "vrf", "ipproto", "sport", "dport")) next(words);
    else if (begins(word, "fibmatch")) question.isAboutTable = true;
    else if (begins(word, "from")) question.src = hostIn(call, next(words));
    else question.dst = hostIn(call, word === "to" ? next(words) : word);
  }
  return question;
}

function hostIn(call: Call, word: string): Ipv4Address {
  const { address, length } = prefixIn(word, call.options.family);
  if (length !== 32) {
    call.process.stderr.write(`Warning: /${length} as prefix is invalid, only /32 (or none) is supported.\n`);
  }
  return address;
}

function get(call: Call): number {
  const { dst, src, input, output, mark, tos, isAboutTable } = readQuestion(call);
  if (dst === undefined) throw new Refusal("need at least a destination address", 1);
  const named = (name: string | undefined): Interface | undefined =>
    name === undefined ? undefined : deviceFor(call, name);
  const question = { dst, src, input: named(input), output: named(output), mark, tos };
  const found = routeGet(call.stack, question);
  if (!found.ok) return answer(call, found);
  if (isAboutTable) print(call, `${formatRoute(found.route.route, { table: true })} `);
  else print(call, call.options.oneline ? found.text.replaceAll("\n", "\\") : found.text);
  return 0;
}
