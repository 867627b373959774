/**
 * The targets that answer, log, mark or size: REJECT, LOG, MARK, CONNMARK, NOTRACK, CT and TCPMSS.
 */

import type { RejectAnswer, Target } from "#sim/stack/netfilter/rule";
import {
  type Built,
  badInteger,
  both,
  type Extension,
  type GivenOption,
  hex,
  numberOf,
  optionOf,
  type Refusal,
  refuse,
  valueAndMask,
} from "./extension.ts";
import { quoted } from "./match-packet.ts";

/** Answers by their names, the usual one first; the short names are only read. */
const answers: readonly (readonly [RejectAnswer, string])[] = [
  ["icmp-port-unreachable", "port-unreach"],
  ["icmp-net-unreachable", "net-unreach"],
  ["icmp-host-unreachable", "host-unreach"],
  ["icmp-proto-unreachable", "proto-unreach"],
  ["icmp-net-prohibited", "net-prohib"],
  ["icmp-host-prohibited", "host-prohib"],
  ["tcp-reset", "tcp-rst"],
  ["icmp-admin-prohibited", "admin-prohib"],
];

export const reject: Extension<Target> = {
  name: "REJECT",
  options: [{ names: ["reject-with"], takes: 1, values: answers.map(([name]) => name) }],
  build(given): Built<Target> | Refusal {
    const asked = optionOf(given, "reject-with")?.values[0] ?? "icmp-port-unreachable";
    const lower = asked.toLowerCase();
    const answer = answers.find(([name, short]) => name.startsWith(lower) || short.startsWith(lower))?.[0];
    if (answer === undefined) return refuse(`unknown reject type "${asked}"`);
    const text = `reject-with ${answer}`;
    return { means: { kind: "reject", answer }, words: `--${text}`, listed: both(text) };
  },
};

const levels = ["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];
const usualLevel = 4;
const otherLevels: { readonly [name: string]: number } = { panic: 0, err: 3, warning: 4 };

/** Switches of LOG with their bits and what listings call them. */
const logSwitches = [
  ["log-tcp-sequence", 1, "tcp-sequence"],
  ["log-tcp-options", 2, "tcp-options"],
  ["log-ip-options", 4, "ip-options"],
  ["log-uid", 8, "uid"],
  ["log-macdecode", 32, "macdecode"],
] as const;

function levelOf(text: string): number | undefined {
  const number = numberOf(text);
  if (number !== undefined) return number < levels.length ? number : undefined;
  const at = levels.indexOf(text.toLowerCase());
  return at >= 0 ? at : otherLevels[text.toLowerCase()];
}

export const log: Extension<Target> = {
  name: "LOG",
  options: [
    { names: ["log-prefix"], takes: 1 },
    { names: ["log-level"], takes: 1 },
    ...logSwitches.map(([name]) => ({ names: [name], takes: 0 }) as const),
  ],
  build(given): Built<Target> | Refusal {
    const prefix = (optionOf(given, "log-prefix")?.values[0] ?? "").slice(0, 29);
    const levelText = optionOf(given, "log-level")?.values[0];
    const level = levelText === undefined ? usualLevel : levelOf(levelText);
    if (level === undefined) return refuse(`log level "${levelText}" unknown\n`);
    const switches = logSwitches.filter(([name]) => optionOf(given, name) !== undefined);
    const flags = switches.reduce((sum, [, bit]) => sum | bit, 0);
    const words = [
      ...(prefix === "" ? [] : [`--log-prefix ${quoted(prefix)}`]),
      ...(level === usualLevel ? [] : [`--log-level ${level}`]),
      ...switches.map(([name]) => `--${name}`),
    ];
    const shown = prefix === "" ? "" : ` prefix "${prefix}"`;
    const said = switches.map(([, , word]) => ` ${word}`).join("");
    return {
      means: { kind: "log", prefix },
      words: words.join(" "),
      listed: {
        numeric: `LOG flags ${flags} level ${level}${shown}`,
        named: `LOG level ${levels[level]}${said}${shown}`,
      },
    };
  },
};

interface Xmark {
  readonly value: number;
  readonly mask: number;
}

/** What the options that set a mark mean: clear the bits of `mask`, then flip those of `value`. */
function xmarkOf(name: string, value: number, mask: number): Xmark | undefined {
  const everything = 0xffffffff;
  switch (name) {
    case "set-xmark":
      return { value, mask };
    case "set-mark":
      return { value, mask: (value | mask) >>> 0 };
    case "and-mark":
      return { value: 0, mask: (everything ^ value) >>> 0 };
    case "or-mark":
      return { value, mask: value };
    case "xor-mark":
      return { value, mask: 0 };
  }
  return undefined;
}

/** A mark in the words of a listing, by the simplest of the options that mean it. */
function xmarkText({ value, mask }: Xmark): string {
  if (value === 0) return `and ${hex(~mask >>> 0)}`;
  if (value === mask) return `or ${hex(value)}`;
  if (mask === 0) return `xor ${hex(value)}`;
  return mask === 0xffffffff ? `set ${hex(value)}` : `xset ${hex(value)}/${hex(mask)}`;
}

const markOptions = ["set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark"].map(
  (name) => ({ names: [name], takes: 1 }) as const,
);

function readXmark(extension: string, option: GivenOption): Xmark | Refusal {
  const read = valueAndMask(option.values[0] ?? "");
  const xmark = read === undefined ? undefined : xmarkOf(option.name, read.value, read.mask);
  return xmark ?? badInteger(extension, option);
}

export const mark: Extension<Target> = {
  name: "MARK",
  options: markOptions,
  build(given): Built<Target> | Refusal {
    const [option] = given;
    if (option === undefined) {
      return refuse("MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required");
    }
    const xmark = readXmark("MARK", option);
    if ("refusal" in xmark) return xmark;
    const { value, mask } = xmark;
    return {
      means: { kind: "mark", value, mask },
      words: `--set-xmark ${hex(value)}/${hex(mask)}`,
      listed: both(`MARK ${xmarkText(xmark)}`),
    };
  },
};

export const connmark: Extension<Target> = {
  name: "CONNMARK",
  options: [
    ...markOptions,
    { names: ["save-mark"], takes: 0 },
    { names: ["restore-mark"], takes: 0 },
    { names: ["mask"], takes: 1 },
    { names: ["nfmask"], takes: 1 },
    { names: ["ctmask"], takes: 1 },
  ],
  build(given): Built<Target> | Refusal {
    const action = given.find(({ name }) => name.endsWith("-mark") || name === "set-xmark");
    if (action === undefined) return refuse("CONNMARK target: No operation specified");
    if (action.name !== "save-mark" && action.name !== "restore-mark") return setFlowMark(action);
    const whole = optionOf(given, "mask")?.values[0];
    const packetMask = numberOf(optionOf(given, "nfmask")?.values[0] ?? whole ?? "0xffffffff");
    const flowMask = numberOf(optionOf(given, "ctmask")?.values[0] ?? whole ?? "0xffffffff");
    if (packetMask === undefined || flowMask === undefined) return badInteger("CONNMARK", action);
    const verb = action.name === "save-mark" ? "save" : "restore";
    const isEqual = packetMask === flowMask;
    const isWhole = isEqual && flowMask === 0xffffffff;
    const masks = isEqual ? ` mask ${hex(flowMask)}` : ` nfmask ${hex(packetMask)} ctmask ${hex(flowMask)}`;
    return {
      means: { kind: "flow-mark", action: verb, value: 0, flowMask, packetMask },
      words: `--${action.name} --nfmask ${hex(packetMask)} --ctmask ${hex(flowMask)}`,
      listed: both(`CONNMARK ${verb}${isWhole ? "" : masks}`),
    };
  },
};

function setFlowMark(option: GivenOption): Built<Target> | Refusal {
  const xmark = readXmark("CONNMARK", option);
  if ("refusal" in xmark) return xmark;
  const { value, mask } = xmark;
  return {
    means: { kind: "flow-mark", action: "set", value, flowMask: mask, packetMask: 0xffffffff },
    words: `--set-xmark ${hex(value)}/${hex(mask)}`,
    listed: both(`CONNMARK ${xmarkText(xmark)}`),
  };
}

export const notrack: Extension<Target> = {
  name: "NOTRACK",
  options: [],
  build: () => ({ means: { kind: "notrack" }, words: "", listed: both("NOTRACK") }),
};

export const ct: Extension<Target> = {
  name: "CT",
  options: [{ names: ["notrack"], takes: 0 }],
  build: (given) =>
    given.length === 0
      ? { means: { kind: "count" }, words: "", listed: both("CT") }
      : { means: { kind: "notrack" }, words: "--notrack", listed: both("CT notrack") },
};

export const tcpmss: Extension<Target> = {
  name: "TCPMSS",
  options: [
    { names: ["set-mss"], takes: 1 },
    { names: ["clamp-mss-to-pmtu"], takes: 0 },
  ],
  build(given): Built<Target> | Refusal {
    const [option] = given;
    if (option === undefined) return refuse("TCPMSS target: At least one parameter is required");
    if (option.name === "clamp-mss-to-pmtu") {
      const means = { kind: "mss", size: undefined } as const;
      return { means, words: "--clamp-mss-to-pmtu", listed: both("TCPMSS clamp to PMTU") };
    }
    const size = numberOf(option.values[0] ?? "");
    if (size === undefined || size > 65495) return badInteger("TCPMSS", option);
    return { means: { kind: "mss", size }, words: `--set-mss ${size}`, listed: both(`TCPMSS set ${size}`) };
  },
};
