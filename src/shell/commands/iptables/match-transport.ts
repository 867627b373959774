/**
 * The matches of transport protocols: tcp, udp, icmp, and multiport for either of the first two.
 */

import type { Match, RangeTest } from "#sim/stack/netfilter/rule";
import { protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";
import {
  type Built,
  bang,
  type Extension,
  type GivenOption,
  isRefusal,
  numberOf,
  optionOf,
  portNames,
  portsOf,
  portsText,
  type Refusal,
  refuse,
  type Transport,
} from "./extension.ts";
import { icmpByName, icmpName } from "./names.ts";

const sourcePortOption = { names: ["sport", "source-port"], takes: 1 } as const;
const destinationPortOption = { names: ["dport", "destination-port"], takes: 1 } as const;

interface PortPart {
  readonly test: RangeTest | undefined;
  readonly words: string;
  readonly numeric: string;
  readonly named: string;
}

const noPorts: PortPart = { test: undefined, words: "", numeric: "", named: "" };

function portPart(
  given: readonly GivenOption[],
  name: "sport" | "dport",
  transport: Transport,
): PortPart | Refusal {
  const option = optionOf(given, name);
  if (option === undefined) return noPorts;
  const ports = portsOf(option.values[0] ?? "", transport);
  if (isRefusal(ports)) return ports;
  const { isInverted } = option;
  const { from, to } = ports;
  const label = `${name === "sport" ? "spt" : "dpt"}${from === to ? "" : "s"}:${isInverted ? "!" : ""}`;
  return {
    test: { from, to, isInverted },
    words: `${bang(isInverted)}--${name} ${portsText(ports)}`,
    numeric: `${label}${portsText(ports)}`,
    named: `${label}${portNames(ports, transport)}`,
  };
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join(" ");

const flagOrder = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"] as const;

const flagBit = (name: (typeof flagOrder)[number]): number =>
  tcpFlags[name.toLowerCase() as "fin" | "syn" | "rst" | "psh" | "ack" | "urg"];

function flagsOf(text: string): number | Refusal {
  let flags = 0;
  for (const word of text.split(",")) {
    const upper = word.toUpperCase();
    const known = flagOrder.find((name) => name === upper);
    if (upper === "ALL") flags |= 0x3f;
    else if (known !== undefined) flags |= flagBit(known);
    else if (upper !== "NONE") return refuse(`Unknown TCP flag \`${word}'`);
  }
  return flags;
}

const flagsText = (flags: number): string =>
  flags === 0 ? "NONE" : flagOrder.filter((name) => (flags & flagBit(name)) !== 0).join(",");

const hexByte = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, "0")}`;

interface FlagsPart {
  readonly test: Extract<Match, { kind: "tcp" }>["flags"];
  readonly words: string;
  readonly numeric: string;
  readonly named: string;
}

function flagsPart(given: readonly GivenOption[]): FlagsPart | Refusal {
  const syn = optionOf(given, "syn");
  const option = syn ?? optionOf(given, "tcp-flags");
  if (option === undefined) return { test: undefined, words: "", numeric: "", named: "" };
  const [maskText, setText] = syn === undefined ? option.values : ["SYN,RST,ACK,FIN", "SYN"];
  if (maskText === undefined || setText === undefined) return refuse("--tcp-flags requires two args.");
  const mask = flagsOf(maskText);
  const set = flagsOf(setText);
  if (isRefusal(mask)) return mask;
  if (isRefusal(set)) return set;
  const { isInverted } = option;
  const label = `flags:${isInverted ? "!" : ""}`;
  return {
    test: { mask, set, isInverted },
    words: `${bang(isInverted)}--tcp-flags ${flagsText(mask)} ${flagsText(set)}`,
    numeric: `${label}${hexByte(mask)}/${hexByte(set)}`,
    named: `${label}${flagsText(mask)}/${flagsText(set)}`,
  };
}

/** A port that is none is told at once. */
const checkPorts =
  (transport: Transport) =>
  ({ name, values }: GivenOption): Refusal | undefined => {
    const ports = name === "sport" || name === "dport" ? portsOf(values[0] ?? "", transport) : undefined;
    return ports !== undefined && isRefusal(ports) ? ports : undefined;
  };

export const tcp: Extension<Match> = {
  name: "tcp",
  options: [
    sourcePortOption,
    destinationPortOption,
    { names: ["tcp-flags"], takes: 2 },
    { names: ["syn"], takes: 0 },
  ],
  check: checkPorts("tcp"),
  build(given): Built<Match> | Refusal {
    const source = portPart(given, "sport", "tcp");
    if (isRefusal(source)) return source;
    const destination = portPart(given, "dport", "tcp");
    if (isRefusal(destination)) return destination;
    const flags = flagsPart(given);
    if (isRefusal(flags)) return flags;
    const parts = [source, destination, flags];
    return {
      means: { kind: "tcp", sourcePort: source.test, destinationPort: destination.test, flags: flags.test },
      words: joined(parts.map(({ words }) => words)),
      listed: {
        numeric: joined(["tcp", ...parts.map(({ numeric }) => numeric)]),
        named: joined(["tcp", ...parts.map(({ named }) => named)]),
      },
    };
  },
};

export const udp: Extension<Match> = {
  name: "udp",
  options: [sourcePortOption, destinationPortOption],
  check: checkPorts("udp"),
  build(given): Built<Match> | Refusal {
    const source = portPart(given, "sport", "udp");
    if (isRefusal(source)) return source;
    const destination = portPart(given, "dport", "udp");
    if (isRefusal(destination)) return destination;
    return {
      means: { kind: "udp", sourcePort: source.test, destinationPort: destination.test },
      words: joined([source.words, destination.words]),
      listed: {
        numeric: joined(["udp", source.numeric, destination.numeric]),
        named: joined(["udp", source.named, destination.named]),
      },
    };
  },
};

interface IcmpKind {
  readonly type: number | "any";
  readonly code: number | undefined;
}

function icmpKind(text: string): IcmpKind | Refusal {
  if (text === "any") return { type: "any", code: undefined };
  const named = icmpByName(text);
  if (named !== undefined) return { type: named.type, code: named.code };
  const [typeText = "", codeText] = text.split("/");
  const type = numberOf(typeText);
  if (type === undefined || type > 255) return refuse(`Unknown ICMP type \`${text}'`);
  if (codeText === undefined) return { type: type === 255 ? "any" : type, code: undefined };
  const code = numberOf(codeText);
  return code === undefined || code > 255 ? refuse(`Unknown ICMP type \`${text}'`) : { type, code };
}

export const icmp: Extension<Match> = {
  name: "icmp",
  options: [{ names: ["icmp-type"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const option = optionOf(given, "icmp-type");
    const kind = icmpKind(option?.values[0] ?? "any");
    if (isRefusal(kind)) return kind;
    const { type, code } = kind;
    const isInverted = option?.isInverted ?? false;
    const codes = code === undefined ? { from: 0, to: 255 } : { from: code, to: code };
    const mark = isInverted ? "!" : "";
    const number = type === "any" ? 255 : type;
    const plain = `type ${number}${code === undefined ? "" : ` code ${code}`}`;
    const numeric = isInverted ? `icmp !${plain}` : `icmp${plain}`;
    const name = type === "any" ? "any" : icmpName(type, code);
    const typeWords = type === "any" ? "any" : `${type}${code === undefined ? "" : `/${code}`}`;
    return {
      means: { kind: "icmp", type, codes, isInverted },
      words: option === undefined ? "--icmp-type any" : `${bang(isInverted)}--icmp-type ${typeWords}`,
      listed: { numeric, named: name === undefined ? numeric : `icmp ${mark}${name}` },
    };
  },
};

const whichPorts = {
  sports: "source",
  dports: "destination",
  ports: "either",
} as const;

const withPorts: readonly number[] = [protocols.tcp, protocols.udp, 33, protocols.sctp, 136];

export const multiport: Extension<Match> = {
  name: "multiport",
  options: [
    { names: ["sports", "source-ports"], takes: 1 },
    { names: ["dports", "destination-ports"], takes: 1 },
    { names: ["ports"], takes: 1 },
  ],
  build(given, { protocol, protocolIsInverted }): Built<Match> | Refusal {
    const option = given[0];
    if (protocolIsInverted || !withPorts.includes(protocol)) {
      const wanted = ["tcp", "udp", "udplite", "sctp"].map((name) => `\`-p ${name}'`).join(", ");
      return refuse(`multiport needs ${wanted} or \`-p dccp'`);
    }
    if (option === undefined) return refuse("multiport expection an option");
    const transport = protocol === protocols.udp ? "udp" : "tcp";
    const ports = [];
    for (const text of (option.values[0] ?? "").split(",")) {
      const range = portsOf(text, transport);
      if (isRefusal(range)) return range;
      ports.push(range);
    }
    if (ports.length > 15) return refuse("too many ports specified");
    const { isInverted, name } = option;
    const numbers = ports.map((range) => portsText(range)).join(",");
    const names = ports.map((range) => portNames(range, transport)).join(",");
    const label = `multiport ${name} ${isInverted ? " !" : ""}`;
    return {
      means: { kind: "multiport", which: whichPorts[name as keyof typeof whichPorts], ports, isInverted },
      words: `${bang(isInverted)}--${name} ${numbers}`,
      listed: { numeric: `${label}${numbers}`, named: `${label}${names}` },
    };
  },
};

/** The match that a protocol brings with it: `-p tcp --dport` needs no `-m tcp`. */
export const impliedBy: ReadonlyMap<number, Extension<Match>> = new Map([
  [protocols.tcp, tcp],
  [protocols.udp, udp],
  [protocols.icmp, icmp],
]);
