/** The options of arping (iputils 20221126). */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { versionText } from "../ping/options.ts";

export const arpingOptions: OptionSpec = {
  options: [
    { name: "answer", short: "A", what: "send answers, to tell the neighbours" },
    { name: "broadcast", short: "b", what: "keep on broadcasting" },
    { name: "count", short: "c", takes: "value", valueName: "N", what: "how many to send" },
    { name: "duplicate", short: "D", what: "find out whether somebody has the address" },
    { name: "first", short: "f", what: "stop at the first reply" },
    { name: "help", short: "h" },
    { name: "interval", short: "i", takes: "value", valueName: "SECONDS" },
    { name: "device", short: "I", takes: "value", valueName: "DEV", what: "by which device" },
    { name: "quiet", short: "q", what: "print nothing" },
    { name: "source", short: "s", takes: "value", valueName: "ADDR", what: "the address that asks" },
    { name: "unsolicited", short: "U", what: "tell the neighbours an address" },
    { name: "version", short: "V" },
    { name: "deadline", short: "w", takes: "value", valueName: "SECONDS", what: "when to stop" },
  ],
};

export interface ArpingSettings {
  readonly given: Given;
  readonly target: string;
  /** 0: no limit. */
  readonly count: number;
  /** In seconds. */
  readonly interval: number;
  /** In seconds; 0: none. */
  readonly deadline: number;
  readonly isDuplicateCheck: boolean;
  readonly isUnsolicited: boolean;
  readonly isAnswer: boolean;
  readonly stopsAtFirst: boolean;
  readonly isQuiet: boolean;
}

export type Asked =
  | { readonly kind: "settings"; readonly settings: ArpingSettings }
  | { readonly kind: "ended"; readonly stdout?: string; readonly stderr?: string; readonly code: number };

const usage = (before: string): Asked => ({ kind: "ended", stderr: `${before}${usageText}`, code: 2 });

export function readArpingOptions(argv: readonly string[]): Asked {
  const given = parseOptions(arpingOptions, argv);
  if (!given.ok) return usage(`${gnuWords("arping", given.problem)}\n`);
  if (given.has("version")) return { kind: "ended", stdout: versionText.replace("ping", "arping"), code: 0 };
  const [target] = given.operands;
  for (const name of ["count", "interval", "deadline"]) {
    const text = given.value(name) ?? "1";
    if (!/^\d+$/.test(text))
      return { kind: "ended", stderr: `arping: invalid argument: '${text}'\n`, code: 1 };
  }
  if (given.has("help") || target === undefined || given.operands.length > 1) return usage("");
  const isAnswer = given.has("answer");
  const isDuplicateCheck = given.has("duplicate");
  return {
    kind: "settings",
    settings: {
      ...{ given, target, isAnswer, isDuplicateCheck },
      count: Number(given.value("count") ?? 0),
      interval: Number(given.value("interval") ?? 1),
      deadline: Number(given.value("deadline") ?? 0),
      isUnsolicited: isAnswer || given.has("unsolicited"),
      stopsAtFirst: given.has("first") || isDuplicateCheck,
      isQuiet: given.has("quiet"),
    },
  };
}

const usageText = `
Usage:
  arping [options] <destination>

Options:
  -f            quit on first reply
  -q            be quiet
  -b            keep on broadcasting, do not unicast
  -D            duplicate address detection mode
  -U            unsolicited ARP mode, update your neighbours
  -A            ARP answer mode, update your neighbours
  -V            print version and exit
  -c <count>    how many packets to send
  -w <timeout>  how long to wait for a reply
  -i <interval> set interval between packets (default: 1 second)
  -I <device>   which ethernet device to use
  -s <source>   source ip address
  <destination> dns name or ip address

For more details see arping(8).
`;
