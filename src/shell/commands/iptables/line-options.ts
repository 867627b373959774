/**
 * The options of iptables that belong to no match or target, as data.
 */

export type CommandLetter = "A" | "C" | "D" | "E" | "F" | "I" | "L" | "N" | "P" | "R" | "S" | "X" | "Z";

export interface CoreOption {
  /** The letter; `0` stands for one without. */
  readonly letter: string;
  readonly long: readonly string[];
  /** Whether a word must follow. */
  readonly takes: boolean;
  /** Whether `!` may stand before it. */
  readonly mayInvert?: boolean;
}

export interface CommandOption {
  readonly letter: CommandLetter;
  readonly long: readonly string[];
  /** Whether a chain must follow. */
  readonly needsChain: boolean;
}

export const commandOptions: readonly CommandOption[] = [
  { letter: "A", long: ["append"], needsChain: true },
  { letter: "C", long: ["check"], needsChain: true },
  { letter: "D", long: ["delete"], needsChain: true },
  { letter: "E", long: ["rename-chain"], needsChain: true },
  { letter: "F", long: ["flush"], needsChain: false },
  { letter: "I", long: ["insert"], needsChain: true },
  { letter: "L", long: ["list"], needsChain: false },
  { letter: "N", long: ["new-chain"], needsChain: true },
  { letter: "P", long: ["policy"], needsChain: true },
  { letter: "R", long: ["replace"], needsChain: true },
  { letter: "S", long: ["list-rules"], needsChain: false },
  { letter: "X", long: ["delete-chain"], needsChain: false },
  { letter: "Z", long: ["zero"], needsChain: false },
];

export const coreOptions: readonly CoreOption[] = [
  { letter: "s", long: ["source", "src"], takes: true, mayInvert: true },
  { letter: "d", long: ["destination", "dst"], takes: true, mayInvert: true },
  { letter: "p", long: ["protocol", "proto"], takes: true, mayInvert: true },
  { letter: "i", long: ["in-interface"], takes: true, mayInvert: true },
  { letter: "o", long: ["out-interface"], takes: true, mayInvert: true },
  { letter: "f", long: ["fragments"], takes: false, mayInvert: true },
  { letter: "j", long: ["jump"], takes: true },
  { letter: "g", long: ["goto"], takes: true },
  { letter: "m", long: ["match"], takes: true },
  { letter: "t", long: ["table"], takes: true },
  { letter: "c", long: ["set-counters"], takes: true },
  { letter: "M", long: ["modprobe"], takes: true },
  { letter: "n", long: ["numeric"], takes: false },
  { letter: "v", long: ["verbose"], takes: false },
  { letter: "x", long: ["exact"], takes: false },
  { letter: "0", long: ["line-numbers"], takes: false },
  { letter: "w", long: ["wait"], takes: false },
  { letter: "W", long: ["wait-interval"], takes: false },
  { letter: "4", long: ["ipv4"], takes: false },
  { letter: "6", long: ["ipv6"], takes: false },
  { letter: "h", long: ["help"], takes: false },
  { letter: "V", long: ["version"], takes: false },
];

const ofRules = "sdpiofjgmc";

/** Which options go with which command, besides those that go with all. */
const permitted: { readonly [letter in CommandLetter]: string } = {
  A: ofRules,
  C: ofRules,
  D: ofRules,
  I: ofRules,
  R: ofRules,
  E: "",
  F: "",
  L: "nx0",
  N: "",
  P: "c",
  S: "",
  X: "",
  Z: "",
};

const always = "tvwWM4";

export const goesWith = (command: CommandLetter, option: string): boolean =>
  always.includes(option) || permitted[command].includes(option);
