/**
 * The options of tcpdump, and what they ask for.
 *
 * Leaves out: rotating files, decryption, time-stamp types, `-d`; options that change nothing here (`-U`,
 * `-B`, `--immediate-mode`, `-Z`) are taken and ignored.
 */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { snapLength } from "#sim/wire/pcap";

export const tcpdumpOptions: OptionSpec = {
  options: [
    { name: "ascii", short: "A", what: "print payload as text" },
    { name: "buffer", short: "B", long: "buffer-size", takes: "value", valueName: "KIB" },
    { name: "count", short: "c", takes: "value", valueName: "N", what: "stop after N packets" },
    { name: "count-only", long: "count", what: "print the number of packets of a file only" },
    { name: "list-devices", short: "D", long: "list-interfaces", what: "list the devices" },
    { name: "link", short: "e", what: "print the link header" },
    { name: "numeric-foreign", short: "f" },
    { name: "filter-file", short: "F", takes: "value", valueName: "FILE" },
    { name: "help", short: "h", long: "help" },
    { name: "immediate", long: "immediate-mode" },
    {
      name: "device",
      short: "i",
      long: "interface",
      takes: "value",
      valueName: "DEV",
      what: "the device, or any",
    },
    { name: "stamp-type", short: "j", long: "time-stamp-type", takes: "value" },
    { name: "no-checksums", short: "K", long: "dont-verify-checksums" },
    { name: "line-buffered", short: "l" },
    { name: "list-links", short: "L", long: "list-data-link-types" },
    { name: "numeric", short: "n", what: "numbers, not names" },
    { name: "short-names", short: "N" },
    { name: "number", short: "#", long: "number", what: "number the packets" },
    { name: "unoptimized", short: "O", long: "no-optimize" },
    { name: "not-promiscuous", short: "p", long: "no-promiscuous-mode" },
    { name: "print", long: "print" },
    { name: "quiet", short: "q", what: "print less" },
    { name: "direction", short: "Q", long: "direction", takes: "value", valueName: "in|out|inout" },
    { name: "read", short: "r", takes: "value", valueName: "FILE", what: "read packets from a file" },
    { name: "snaplen", short: "s", long: "snapshot-length", takes: "value", valueName: "BYTES" },
    {
      name: "absolute",
      short: "S",
      long: "absolute-tcp-sequence-numbers",
      what: "absolute sequence numbers",
    },
    { name: "time", short: "t", what: "another form of the time, up to -ttttt" },
    { name: "unbuffered", short: "U", long: "packet-buffered" },
    { name: "undecoded", short: "u" },
    { name: "verbose", short: "v", what: "print more" },
    { name: "version", long: "version" },
    { name: "write", short: "w", takes: "value", valueName: "FILE", what: "write packets to a file" },
    { name: "hex", short: "x", what: "print payload in hexadecimal" },
    { name: "hex-text", short: "X", what: "print payload in hexadecimal and as text" },
    { name: "link-type", short: "y", long: "linktype", takes: "value" },
    { name: "micro", long: "micro" },
    { name: "nano", long: "nano" },
    { name: "precision", long: "time-stamp-precision", takes: "value" },
    { name: "user", short: "Z", long: "relinquish-privileges", takes: "value" },
  ],
};

/** How the time of a packet is printed: as many `t` as were given. */
export type TimeForm = 0 | 1 | 2 | 3 | 4 | 5;

export interface Settings {
  readonly given: Given;
  readonly device: string | undefined;
  /** 0: until interrupted. */
  readonly count: number;
  readonly snapLength: number;
  readonly timeForm: TimeForm;
  readonly direction: "in" | "out" | "inout";
  readonly readFrom: string | undefined;
  readonly writeTo: string | undefined;
  readonly filter: string;
  /** Digits of a second that are printed. */
  readonly digits: 6 | 9;
}

/** What the command line asks for, or what is wrong with it (without the program's name). */
export type Asked =
  | { readonly kind: "settings"; readonly settings: Settings }
  | { readonly kind: "help"; readonly given: Given }
  | { readonly kind: "usage"; readonly words: string }
  | { readonly kind: "wrong"; readonly message: string };

const wrong = (message: string): Asked => ({ kind: "wrong", message });

export function readOptions(argv: readonly string[]): Asked {
  const given = parseOptions(tcpdumpOptions, argv);
  if (!given.ok) return { kind: "usage", words: gnuWords("tcpdump", given.problem) };
  if (given.has("help") || given.has("version")) return { kind: "help", given };
  const count = given.value("count");
  if (count !== undefined && !/^[1-9]\d*$/.test(count)) return wrong(`invalid packet count ${count}`);
  const snap = given.value("snaplen") ?? "0";
  if (!/^\d+$/.test(snap) || Number(snap) > snapLength) {
    return wrong(`invalid snaplen ${snap} (must be >= 0 and <= ${snapLength})`);
  }
  const direction = given.value("direction") ?? "inout";
  if (direction !== "in" && direction !== "out" && direction !== "inout") {
    return wrong(`unknown capture direction \`${direction}'`);
  }
  const times = given.count("time");
  if (times > 5) return wrong("only -t, -tt, -ttt, -tttt and -ttttt are supported");
  const settings: Settings = {
    given,
    device: given.value("device"),
    count: Number(count ?? "0"),
    snapLength: Number(snap) === 0 ? snapLength : Number(snap),
    timeForm: times as TimeForm,
    direction,
    readFrom: given.value("read"),
    writeTo: given.value("write"),
    filter: given.operands.join(" "),
    digits: given.has("nano") || given.value("precision") === "nano" ? 9 : 6,
  };
  return { kind: "settings", settings };
}

export const versionText = "tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)\n";

export const usageText = `${versionText}\
Usage: tcpdump [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]
\t\t[ -C file_size ] [ -E algo:secret ] [ -F file ] [ -G seconds ]
\t\t[ -i interface ] [ --immediate-mode ] [ -j tstamptype ]
\t\t[ -M secret ] [ --number ] [ --print ] [ -Q in|out|inout ]
\t\t[ -r file ] [ -s snaplen ] [ -T type ] [ --version ]
\t\t[ -V file ] [ -w file ] [ -W filecount ] [ -y datalinktype ]
\t\t[ --time-stamp-precision precision ] [ --micro ] [ --nano ]
\t\t[ -z postrotate-command ] [ -Z user ] [ expression ]
`;
