/**
 * The options of ping (iputils 20221126), and what they ask for.
 *
 * Leaves out IPv6, record route, time-stamp options, source routing and node information.
 */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";

export const pingOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4" },
    { name: "audible", short: "a" },
    { name: "adaptive", short: "A", what: "send as fast as answers come" },
    { name: "broadcast", short: "b", what: "allow pinging broadcast" },
    { name: "sticky", short: "B" },
    { name: "count", short: "c", takes: "value", valueName: "N", what: "stop after N replies" },
    { name: "connect", short: "C" },
    { name: "debug", short: "d" },
    { name: "stamps", short: "D", what: "print time stamps" },
    { name: "identifier", short: "e", takes: "value" },
    { name: "flood", short: "f", what: "flood" },
    { name: "help", short: "h" },
    { name: "interval", short: "i", takes: "value", valueName: "SECONDS", what: "between packets" },
    { name: "from", short: "I", takes: "value", valueName: "DEV|ADDR", what: "from this device or address" },
    { name: "preload", short: "l", takes: "value", valueName: "N" },
    { name: "no-loop", short: "L" },
    { name: "mark", short: "m", takes: "value", valueName: "MARK" },
    { name: "discovery", short: "M", takes: "value", valueName: "do|dont|want", what: "path MTU discovery" },
    { name: "numeric", short: "n" },
    { name: "outstanding", short: "O", what: "report what has no answer yet" },
    { name: "pattern", short: "p", takes: "value", valueName: "HEX" },
    { name: "quiet", short: "q", what: "print only the summary" },
    { name: "tos", short: "Q", takes: "value" },
    { name: "no-route", short: "r" },
    { name: "record", short: "R" },
    { name: "size", short: "s", takes: "value", valueName: "BYTES", what: "bytes of data" },
    { name: "send-buffer", short: "S", takes: "value" },
    { name: "ttl", short: "t", takes: "value", valueName: "TTL" },
    { name: "stamp-option", short: "T", takes: "value" },
    { name: "user-latency", short: "U" },
    { name: "verbose", short: "v" },
    { name: "version", short: "V" },
    { name: "deadline", short: "w", takes: "value", valueName: "SECONDS", what: "stop after so long" },
    { name: "linger", short: "W", takes: "value", valueName: "SECONDS", what: "time to wait for an answer" },
  ],
};

/** What -M asks for: never fragment, never set DF, or set DF where the packet fits. */
export type Discovery = "do" | "dont" | "want" | "probe";

export interface PingSettings {
  readonly given: Given;
  readonly target: string;
  /** 0: no limit. */
  readonly count: number;
  /** In milliseconds. */
  readonly interval: number;
  readonly linger: number;
  /** In seconds; 0: none. */
  readonly deadline: number;
  readonly size: number;
  readonly ttl: number | undefined;
  readonly tos: number;
  readonly mark: number;
  readonly preload: number;
  /** Left out: as ip_no_pmtu_disc says. */
  readonly discovery: Discovery | undefined;
  /** The first bytes of the pattern that fills the data; empty: 0, 1, 2 … */
  readonly pattern: readonly number[];
}

/** What the command line asks for, or the words and exit code where it is wrong. */
export type Asked =
  | { readonly kind: "settings"; readonly settings: PingSettings; readonly warnings: string }
  | { readonly kind: "ended"; readonly stdout?: string; readonly stderr?: string; readonly code: number };

const usageEnd = 2;
const largestCount = "9223372036854775807";
const largestSize = 127_992;

/** Thrown within this file: the first wrong value ends the reading. */
class Wrong extends Error {
  readonly code: number;

  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

export function readPingOptions(argv: readonly string[]): Asked {
  const given = parseOptions(pingOptions, argv);
  if (!given.ok)
    return { kind: "ended", stderr: `${gnuWords("ping", given.problem)}\n${usageText}`, code: usageEnd };
  if (given.has("version")) return { kind: "ended", stdout: versionText, code: 0 };
  if (given.has("help")) return { kind: "ended", stderr: usageText, code: usageEnd };
  const left = given.has("record") || given.has("stamp-option") || given.operands.length > 1;
  try {
    const warnings: string[] = [];
    const settings = settingsOf(given, warnings);
    if (!left) return { kind: "settings", settings, warnings: warnings.join("") };
    return { kind: "ended", stderr: "ping: not modelled in LVS Lab: options of the IP header\n", code: 0 };
  } catch (thrown) {
    if (thrown instanceof Wrong)
      return { kind: "ended", stderr: `ping: ${thrown.message}\n`, code: thrown.code };
    throw thrown;
  }
}

function settingsOf(given: Given, warnings: string[]): PingSettings {
  const isFlood = given.has("flood");
  const settings: PingSettings = {
    given,
    target: given.operands[0] ?? "",
    count: whole(given, "count", { least: 1, most: Number.MAX_SAFE_INTEGER, words: largestCount }) ?? 0,
    interval: Math.max(0, (seconds(given, "interval", warnings) ?? (isFlood ? 0 : 1)) * 1000),
    linger: (seconds(given, "linger", warnings) ?? 10) * 1000,
    deadline: whole(given, "deadline", { least: 0, most: 2_147_483_647 }) ?? 0,
    size: whole(given, "size", { least: 0, most: largestSize }) ?? 56,
    ttl: ttlOf(given),
    tos: Number(given.value("tos") ?? 0) & 255,
    mark: Number(given.value("mark") ?? 0) >>> 0,
    preload: whole(given, "preload", { least: 1, most: 65_536 }) ?? 1,
    discovery: discoveryOf(given.value("discovery")),
    pattern: patternOf(given.value("pattern")),
  };
  if (settings.target === "") throw new Wrong("usage error: Destination address required", 1);
  return settings;
}

function ttlOf(given: Given): number | undefined {
  const ttl = whole(given, "ttl", { least: 0, most: 255 });
  if (ttl === 0) throw new Wrong("cannot set unicast time-to-live: Invalid argument", 2);
  return ttl;
}

function discoveryOf(text: string | undefined): Discovery | undefined {
  if (text === undefined) return undefined;
  if (text === "do" || text === "dont" || text === "want" || text === "probe") return text;
  throw new Wrong(`invalid -M argument: ${text}`, 2);
}

function patternOf(text = ""): number[] {
  if (!/^[0-9a-fA-F]*$/.test(text)) throw new Wrong(`patterns must be specified as hex digits: ${text}`, 2);
  return (text.match(/../g) ?? []).slice(0, 16).map((pair) => Number.parseInt(pair, 16));
}

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly words?: string;
}

function whole(given: Given, name: string, { least, most, words }: Limits): number | undefined {
  const text = given.value(name);
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw new Wrong(`invalid argument: '${text}'`, 1);
  const number = Number(text);
  if (number >= least && number <= most) return number;
  throw new Wrong(`invalid argument: '${text}': out of range: ${least} <= value <= ${words ?? most}`, 1);
}

/** A time in seconds; what follows the number is warned of and ignored. */
function seconds(given: Given, name: string, warnings: string[]): number | undefined {
  const text = given.value(name);
  if (text === undefined) return undefined;
  const [, number = "", garbage = ""] = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)?(.*)$/.exec(text) ?? [];
  if (garbage !== "") {
    warnings.push(
      `ping: option argument contains garbage: ${garbage}\n`,
      "ping: this will become fatal error in the future\n",
    );
  }
  return Number(number);
}

export const versionText =
  "ping from iputils 20221126\n" +
  "libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n";

export const usageText = `
Usage
  ping [options] <destination>

Options:
  <destination>      dns name or ip address
  -a                 use audible ping
  -A                 use adaptive ping
  -B                 sticky source address
  -c <count>         stop after <count> replies
  -C                 call connect() syscall on socket creation
  -D                 print timestamps
  -d                 use SO_DEBUG socket option
  -e <identifier>    define identifier for ping session, default is random for
                     SOCK_RAW and kernel defined for SOCK_DGRAM
                     Imply using SOCK_RAW (for IPv4 only for identifier 0)
  -f                 flood ping
  -h                 print help and exit
  -I <interface>     either interface name or address
  -i <interval>      seconds between sending each packet
  -L                 suppress loopback of multicast packets
  -l <preload>       send <preload> number of packages while waiting replies
  -m <mark>          tag the packets going out
  -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>
  -n                 no dns name resolution
  -O                 report outstanding replies
  -p <pattern>       contents of padding byte
  -q                 quiet output
  -Q <tclass>        use quality of service <tclass> bits
  -s <size>          use <size> as number of data bytes to be sent
  -S <size>          use <size> as SO_SNDBUF socket option value
  -t <ttl>           define time to live
  -U                 print user-to-user latency
  -v                 verbose output
  -V                 print version and exit
  -w <deadline>      reply wait <deadline> in seconds
  -W <timeout>       time to wait for response

IPv4 options:
  -4                 use IPv4
  -b                 allow pinging broadcast
  -R                 record route
  -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

IPv6 options:
  -6                 use IPv6
  -F <flowlabel>     define flow label, default is random
  -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument

For more details see ping(8).
`;
