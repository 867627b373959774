/**
 * The matches that look at a packet's flow, mark, sender or rate: state, conntrack, mark, connmark, mac,
 * limit, comment, ipvs.
 */

import type { FlowState, Match } from "#sim/stack/netfilter/rule";
import { formatMac, parseMac } from "#sim/wire/address";
import {
  type Built,
  badInteger,
  bang,
  both,
  type Extension,
  hex,
  missing,
  numberOf,
  optionOf,
  type Refusal,
  refuse,
  valueAndMask,
} from "./extension.ts";

const flowStates: readonly FlowState[] = [
  "INVALID",
  "NEW",
  "RELATED",
  "ESTABLISHED",
  "UNTRACKED",
  "SNAT",
  "DNAT",
];

/** What differs between `-m state` and `-m conntrack`. */
interface StateWords {
  readonly name: "state" | "conntrack";
  readonly option: "state" | "ctstate";
  readonly known: readonly FlowState[];
}

const stateMatch = ({ name, option, known }: StateWords): Extension<Match> => ({
  name,
  options: [{ names: [option], takes: 1, values: known }],
  build(given): Built<Match> | Refusal {
    const asked = optionOf(given, option);
    if (asked === undefined)
      return name === "state"
        ? missing(name, "--state")
        : refuse("conntrack: At least one option is required");
    const states = new Set<FlowState>();
    for (const word of (asked.values[0] ?? "").split(",")) {
      const state = known.find((candidate) => candidate === word.toUpperCase());
      if (state === undefined) return refuse(`Bad ${option === "state" ? "state" : "ctstate"} "${word}"`);
      states.add(state);
    }
    const list = flowStates.filter((state) => states.has(state)).join(",");
    const { isInverted } = asked;
    return {
      means: { kind: "flow-state", states, isInverted },
      words: `${bang(isInverted)}--${option} ${list}`,
      listed: both(`${bang(isInverted)}${option} ${list}`),
    };
  },
});

export const state = stateMatch({ name: "state", option: "state", known: flowStates.slice(0, 5) });
export const conntrack = stateMatch({ name: "conntrack", option: "ctstate", known: flowStates });

const markMatch = (name: "mark" | "connmark", kind: "mark" | "flow-mark"): Extension<Match> => ({
  name,
  options: [{ names: ["mark"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const option = optionOf(given, "mark");
    if (option === undefined) return missing(name, "--mark");
    const read = valueAndMask(option.values[0] ?? "");
    if (read === undefined) return badInteger(name, option);
    const { value, mask } = read;
    const { isInverted } = option;
    const text = `${hex(value)}${mask === 0xffffffff ? "" : `/${hex(mask)}`}`;
    const gap = name === "connmark" && !isInverted ? " " : "";
    return {
      means: { kind, value, mask, isInverted },
      words: `${bang(isInverted)}--mark ${text}`,
      listed: both(`${name} match ${gap}${bang(isInverted)}${text}`),
    };
  },
});

export const mark = markMatch("mark", "mark");
export const connmark = markMatch("connmark", "flow-mark");

export const mac: Extension<Match> = {
  name: "mac",
  options: [{ names: ["mac-source"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const option = optionOf(given, "mac-source");
    if (option === undefined) return missing("mac", "--mac-source");
    const address = parseMac(option.values[0] ?? "");
    if (address === undefined) return refuse("Invalid MAC address specified.");
    const { isInverted } = option;
    return {
      means: { kind: "source-mac", mac: address, isInverted },
      words: `${bang(isInverted)}--mac-source ${formatMac(address)}`,
      listed: both(`MAC ${bang(isInverted)}${formatMac(address)}`),
    };
  },
};

/** Units of a rate, the longest first, in ten-thousandths of a second. */
const rateUnits = [
  ["day", 864_000_000],
  ["hour", 36_000_000],
  ["min", 600_000],
  ["sec", 10_000],
] as const;

const longestNames = { day: "day", hour: "hour", min: "minute", sec: "second" } as const;

/** The time between two packets of a rate such as `5/min`, in ten-thousandths of a second. */
function periodOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+)(?:\/([a-z]+))?$/i.exec(text) ?? [];
  const lower = (unit ?? "second").toLowerCase();
  const known = rateUnits.find(([name]) => longestNames[name].startsWith(lower));
  if (count === undefined || known === undefined || Number(count) === 0) return undefined;
  const period = Math.floor(known[1] / Number(count));
  return period === 0 ? undefined : period;
}

/** A period as a rate in the shortest unit that says it in whole numbers. */
function rateText(period: number): string {
  let best: (typeof rateUnits)[number] = rateUnits[0];
  for (const unit of rateUnits.slice(1)) {
    if (period > unit[1] || Math.floor(unit[1] / period) < unit[1] % period) break;
    best = unit;
  }
  return `${Math.floor(best[1] / period)}/${best[0]}`;
}

const usualBurst = 5;

export const limit: Extension<Match> = {
  name: "limit",
  options: [
    { names: ["limit"], takes: 1 },
    { names: ["limit-burst"], takes: 1 },
  ],
  build(given): Built<Match> | Refusal {
    const rate = optionOf(given, "limit")?.values[0] ?? "3/hour";
    const period = periodOf(rate);
    if (period === undefined) return refuse(`bad rate "${rate}"'`);
    const burstOption = optionOf(given, "limit-burst");
    const burst = burstOption === undefined ? usualBurst : numberOf(burstOption.values[0] ?? "");
    if (burstOption !== undefined && (burst === undefined || burst > 10_000))
      return badInteger("limit", burstOption);
    const allowed = burst ?? usualBurst;
    const burstWords = allowed === usualBurst ? "" : ` --limit-burst ${allowed}`;
    return {
      means: { kind: "limit", period: period * 100_000, burst: allowed },
      words: `--limit ${rateText(period)}${burstWords}`,
      listed: both(`limit: avg ${rateText(period)} burst ${allowed}`),
    };
  },
};

/** A word as listings quote it: in double quotes where it holds blanks or quotes. */
export const quoted = (text: string): string =>
  /^[\w.,:/+@%-]+$/.test(text) ? text : `"${text.replace(/(["\\'])/g, "\\$1")}"`;

export const comment: Extension<Match> = {
  name: "comment",
  options: [{ names: ["comment"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const text = optionOf(given, "comment")?.values[0];
    if (text === undefined) return missing("comment", "--comment");
    return { means: { kind: "comment" }, words: `--comment ${quoted(text)}`, listed: both(`/* ${text} */`) };
  },
};
