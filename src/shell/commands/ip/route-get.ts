/**
 * `ip route get`: how a packet would go.
 */

import type { Interface } from "#sim/stack/interface";
import { formatRoute } from "#sim/stack/route-format";
import { routeGet } from "#sim/stack/route-get";
import type { Ipv4Address } from "#sim/wire/address";
import { prefixIn } from "./addresses.ts";
import { answer, type Call, deviceFor, print } from "./call.ts";
import { tosIn } from "./route-request.ts";
import { begins, eachWord, next, numberIn, Refusal } from "./words.ts";

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

/** `ip route get`. */
export function getRoute(call: Call): number {
  const { dst, src, input, output, mark, tos, isAboutTable } = readQuestion(call);
  if (dst === undefined) throw new Refusal("need at least a destination address", 1);
  const named = (name: string | undefined): Interface | undefined =>
    name === undefined ? undefined : deviceFor(call, name);
  const question = { dst, src, input: named(input), output: named(output), mark, tos };
  const found = routeGet(call.stack, question);
  if (!found.ok) return answer(found);
  if (isAboutTable) print(call, `${formatRoute(found.route.route, { table: true })} `);
  else print(call, call.options.oneline ? found.text.replaceAll("\n", "\\") : found.text);
  return 0;
}
