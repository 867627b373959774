/**
 * conntrack: the flows that netfilter knows, as conntrack-tools 1.4.7 prints them. Lists, deletes, empties,
 * counts.
 *
 * Leaves out making and changing entries, events, and the tables other than `conntrack`.
 */

import { remaining } from "#sim/engine/timer";
import { type FlowEntry, type FlowTuple, forget } from "#sim/stack/netfilter/conntrack";
import { formatIpv4, parseIpv4 } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import type { Command, Process } from "../command.ts";
import { netTool } from "../costs.ts";
import { type Given, type OptionProblem, parseOptions } from "../options.ts";

const version = "conntrack v1.4.7 (conntrack-tools)";

const filters = [
  {
    name: "src",
    short: "s",
    long: "src",
    takes: "value",
    valueName: "IP",
    what: "source of the first packet",
  },
  { name: "dst", short: "d", long: "dst", takes: "value", valueName: "IP", what: "its destination" },
  { name: "reply-src", short: "r", long: "reply-src", takes: "value", valueName: "IP" },
  { name: "reply-dst", short: "q", long: "reply-dst", takes: "value", valueName: "IP" },
  { name: "protocol", short: "p", long: "proto", takes: "value", valueName: "PROTO", what: "tcp, udp, icmp" },
  { name: "sport", long: "sport", takes: "value", valueName: "PORT" },
  { name: "dport", long: "dport", takes: "value", valueName: "PORT" },
  { name: "mark", short: "m", long: "mark", takes: "value", valueName: "MARK" },
] as const;

const options = {
  options: [
    { name: "list", short: "L", long: "list", what: "list flows" },
    { name: "delete", short: "D", long: "delete", what: "delete the flows that fit" },
    { name: "flush", short: "F", long: "flush", what: "delete all" },
    { name: "count", short: "C", long: "count", what: "count them" },
    { name: "help", short: "h", long: "help", what: "show this" },
    { name: "version", short: "V", long: "version", what: "show the version" },
    { name: "output", short: "o", long: "output", takes: "value", valueName: "FORMAT", what: "extended" },
    { name: "family", short: "f", long: "family", takes: "value", valueName: "ipv4" },
    ...filters,
  ],
} as const;

const hint = "Try `conntrack -h' or 'conntrack --help' for more information.\n";

function usage({ stderr }: Process, text: string): number {
  stderr.write(`${version}: ${text}\n${hint}`);
  return 2;
}

const protocolNames: ReadonlyMap<number, string> = new Map([
  [protocols.icmp, "icmp"],
  [protocols.tcp, "tcp"],
  [protocols.udp, "udp"],
]);

function tupleText({ protocol, src, srcPort, dst, dstPort }: FlowTuple): string {
  const ends = `src=${formatIpv4(src)} dst=${formatIpv4(dst)} `;
  if (protocol === protocols.icmp) {
    return `${ends}type=${dstPort >>> 8} code=${dstPort & 255} id=${srcPort} `;
  }
  return protocolNames.has(protocol) ? `${ends}sport=${srcPort} dport=${dstPort} ` : ends;
}

/** One flow; the time left is in whole seconds. */
function flowLine({ simulation }: Process["machine"], flow: FlowEntry, isExtended: boolean): string {
  const { original, reply, tcp, timer, seenReply, isAssured, mark } = flow;
  const name = (protocolNames.get(original.protocol) ?? "unknown").padEnd(8);
  const left = timer === undefined ? 0 : Math.floor(remaining(timer, simulation) / 1e9);
  const state = tcp === undefined ? "" : `${tcp.state} `;
  const family = isExtended ? "ipv4     2 " : "";
  const head = `${family}${name} ${original.protocol} ${left} ${state}`;
  const answered = seenReply ? "" : "[UNREPLIED] ";
  const assured = isAssured ? "[ASSURED] " : "";
  return `${head}${tupleText(original)}${answered}${tupleText(reply)}${assured}mark=${mark} use=1\n`;
}

type Test = (flow: FlowEntry) => boolean;

/** The tests that the options ask for, or what is wrong with one of them. */
function testsOf(given: Given): readonly Test[] | string {
  const tests: Test[] = [];
  for (const { name, value = "" } of given.options) {
    const address = parseIpv4(value);
    const isAddress = name === "src" || name === "dst" || name === "reply-src" || name === "reply-dst";
    if (isAddress && address === undefined) return `Invalid IP address \`${value}'`;
    if (name === "protocol") {
      const number = [...protocolNames].find(([code, known]) => known === value || `${code}` === value)?.[0];
      if (number === undefined) return `\`${value}' unsupported protocol`;
      tests.push(({ original }) => original.protocol === number);
    }
    if (name === "src") tests.push(({ original }) => original.src === address);
    if (name === "dst") tests.push(({ original }) => original.dst === address);
    if (name === "reply-src") tests.push(({ reply }) => reply.src === address);
    if (name === "reply-dst") tests.push(({ reply }) => reply.dst === address);
    if (name === "sport") tests.push(({ original }) => original.srcPort === Number(value));
    if (name === "dport") tests.push(({ original }) => original.dstPort === Number(value));
    if (name === "mark") tests.push(({ mark }) => mark === Number(value));
  }
  return tests;
}

function run(process: Process): number {
  const { argv, stdout, stderr, machine } = process;
  const given = parseOptions(options, argv);
  if (!given.ok) return usage(process, problemText(given.problem));
  const [table = "conntrack"] = given.operands;
  if (table !== "conntrack") return usage(process, `unknown type \`${table}'`);
  const tests = testsOf(given);
  if (typeof tests === "string") return usage(process, tests);
  const { conntrack } = machine.stack.netfilter;
  const chosen = [...conntrack.flows].filter((flow) => tests.every((test) => test(flow)));
  const say = (text: string): void => stderr.write(`${version}: ${text}.\n`);
  if (given.has("version")) stdout.write(`${version}\n`);
  else if (given.has("count")) stdout.write(`${conntrack.flows.size}\n`);
  else if (given.has("flush")) {
    for (const flow of conntrack.flows) forget(flow);
    say("connection tracking table has been emptied");
  } else if (given.has("delete") || given.has("list")) {
    const isExtended = given.value("output") === "extended";
    for (const flow of chosen) stdout.write(flowLine(machine, flow, isExtended));
    if (given.has("delete")) chosen.forEach(forget);
    say(`${chosen.length} flow entries have been ${given.has("delete") ? "deleted" : "shown"}`);
    return given.has("delete") && chosen.length === 0 ? 1 : 0;
  } else stdout.write(help);
  return 0;
}

function problemText(problem: OptionProblem): string {
  switch (problem.kind) {
    case "unknown-short":
      return `unknown option \`-${problem.option}'`;
    case "missing-short":
      return `option \`-${problem.option}' requires an argument`;
    case "unknown-long":
    case "missing-long":
    case "ambiguous":
    case "unwanted":
      return `unknown option \`${problem.option}'`;
  }
}

const help = `Command line interface for the connection tracking system. Version 1.4.7
Usage: conntrack [commands] [options]

Commands:
  -L [table] [options]          List the flows
  -D [table] parameters         Delete those that fit
  -F [table]                    Delete all of them
  -C [table]                    Count them

Parameters:
  -s, --src ip                  Source of the first packet
  -d, --dst ip                  Its destination
  -r, --reply-src ip            Source of the replies
  -q, --reply-dst ip            Their destination
  -p, --proto proto             Protocol: tcp, udp, icmp
  --sport port, --dport port    Ports of the first packet
  -m, --mark mark
  -o, --output extended
`;

export const conntrack: Command = {
  options,
  operands: () => [],
  cost: netTool,
  run,
};
