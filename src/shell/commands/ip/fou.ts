/**
 * `ip fou`: UDP ports that take packets of tunnels.
 *
 * Leaves out peers, devices and IPv6.
 */

import { protocolNumber } from "#shell/commands/iptables/names";
import { loadedModules } from "#shell/modules/loading";
import { addFouPort, type FouPort, removeFouPort } from "#sim/stack/fou";
import { anyAddress, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { addressIn } from "./addresses.ts";
import { answerErrno, type Call, print, refusedByKernel } from "./call.ts";
import { helpText } from "./help.ts";
import { helpOn, type IpObject, objectOf, verb } from "./verbs.ts";
import { begins, current, eachWord, misused, next, numberOf, Refusal, wrong } from "./words.ts";

const verbs = [
  verb("add", add),
  verb("delete", remove),
  verb("show lst list", show),
  verb("help", helpOn("fou")),
];

const known = objectOf("fou", verbs, helpOn("fou"));

/** `ip fou add|del|show`, of a kernel that has the module. */
export const fou: IpObject = {
  ...known,
  run: (call) => {
    const word = current(call.words);
    const asksForHelp = word === undefined || begins(word, "help");
    if (asksForHelp || loadedModules(call.machine).has("fou")) return known.run(call);
    throw new Refusal("RTNETLINK answers: No such file or directory\nError talking to the kernel", 1);
  },
};

interface Wish {
  port: number | undefined;
  protocol: number | undefined;
  isGue: boolean;
  address: Ipv4Address;
}

function readWish(call: Call): Wish {
  const { words } = call;
  const wish: Wish = { port: undefined, protocol: undefined, isGue: false, address: anyAddress };
  for (const word of eachWord(words)) {
    if (begins(word, "port")) wish.port = numberFrom1(next(words), 65_535, "invalid port");
    else if (begins(word, "ipproto")) wish.protocol = protocolIn(next(words));
    else if (begins(word, "gue")) wish.isGue = true;
    else if (word === "local") wish.address = addressIn(next(words), "inet");
    else if (["peer", "peer_port", "dev", "-6"].includes(word)) {
      throw new Refusal(`not modelled in LVS Lab: ip fou ${word}`, 0);
    } else {
      call.process.stderr.write(`fou: unknown command "${word}"?\n`);
      call.process.stderr.write(helpText("fou"));
      throw new Refusal("", misused);
    }
  }
  return wish;
}

function numberFrom1(word: string, most: number, why: string): number {
  const number = numberOf(word, most);
  if (number === undefined || number === 0) throw wrong(word, why);
  return number;
}

function protocolIn(word: string): number {
  const named = /^\d/.test(word) ? undefined : protocolNumber(word);
  return named === undefined || named === 0 ? numberFrom1(word, 255, "invalid ipproto") : named;
}

/** What ip itself finds wrong: it complains, and the library's answer is the kernel's. */
function incomplete({ process }: Call, what: string): number {
  process.stderr.write(`fou: ${what}\nRTNETLINK answers: Invalid argument\n`);
  return refusedByKernel;
}

function add(call: Call): number {
  const { port, protocol, isGue, address } = readWish(call);
  if (port === undefined) return incomplete(call, "missing port");
  if (protocol === undefined && !isGue) return incomplete(call, "must set ipproto or gue");
  if (protocol !== undefined && isGue) return incomplete(call, "cannot set ipproto and gue");
  const result = addFouPort(call.stack, { port, address, takes: protocol ?? "gue" });
  return answerErrno(result.ok ? "ok" : result.errno);
}

function remove(call: Call): number {
  const { port, address } = readWish(call);
  if (port === undefined) return incomplete(call, "missing port");
  const result = removeFouPort(call.stack, port, address);
  return answerErrno(result.ok ? "ok" : result.errno);
}

function show(call: Call): number {
  for (const port of call.stack.tunnels.fouPorts) print(call, textOf(port));
  return 0;
}

function textOf({ port, takes, address }: FouPort): string {
  const local = address === anyAddress ? "" : ` local ${formatIpv4(address)}`;
  return `port ${port} ${takes === "gue" ? "gue" : `ipproto ${takes}`}${local}`;
}
