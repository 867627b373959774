/**
 * What can be told of a node from its setup without running it: the addresses, gateways and devices it names.
 *
 * Reads the plain commands `ip address add`, `ifconfig`, `ip route add … via`, `route add … gw` and
 * `ip link add`. Anything with a variable, a loop or a script behind it is left to the shell: no fact, no
 * complaint.
 */

import type { Prefix } from "#sim/wire/address";
import { lengthOfMask, parseCidr, parseIpv4 } from "#sim/wire/address";
import type { Place } from "./diagnostic.ts";
import type { Located } from "./located.ts";

export interface SetupFacts {
  readonly addresses: readonly SetupAddress[];
  readonly gateways: readonly SetupGateway[];
  /** Devices that the setup itself makes. */
  readonly madeDevices: readonly string[];
}

/** An address that is given to a device; `prefix` is missing where the text is no address. */
export interface SetupAddress {
  readonly device: string;
  readonly text: string;
  readonly prefix: Prefix | undefined;
  readonly at: Place;
}

export interface SetupGateway {
  readonly text: string;
  readonly at: Place;
}

/** One simple command of a setup: its words, and where it is written. */
interface Command {
  readonly words: readonly string[];
  readonly at: Place;
}

/** The facts of one setup; `lines` is the whole file, for the places. */
export function factsOf(setup: Located | undefined, lines: readonly string[]): SetupFacts {
  const commands = commandsOf(setup, lines);
  return {
    addresses: commands.flatMap((command) => addressOf(command) ?? []),
    gateways: commands.flatMap((command) => gatewayOf(command) ?? []),
    madeDevices: commands.flatMap((command) => madeDeviceOf(command) ?? []),
  };
}

function commandsOf(setup: Located | undefined, lines: readonly string[]): readonly Command[] {
  if (setup?.kind !== "scalar" || typeof setup.value !== "string") return [];
  const { at, style, value } = setup;
  return value.split("\n").flatMap((line, index) =>
    line
      .replace(/(^|\s)#.*$/, "")
      .split(/;|&&|\|\||\||&/)
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map((part) => ({
        words: part.split(/\s+/),
        at:
          style === "block"
            ? placeIn(lines, at.line + 1 + index, part)
            : { line: at.line, column: at.column },
      })),
  );
}

/** Where a part of a block's line is: the block's lines follow its header one by one. */
function placeIn(lines: readonly string[], line: number, part: string): Place {
  const column = lines[line - 1]?.indexOf(part) ?? -1;
  return { line, column: Math.max(0, column) + 1 };
}

const isLiteral = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-z./:-]+$/i.test(text);

const baseOf = (device: string): string => device.split(":")[0] ?? device;

/** The words of `ip` after its options; `undefined` for another command. */
function ipWords({ words }: Command): readonly string[] | undefined {
  if (words[0] !== "ip") return undefined;
  const first = words.findIndex((word, index) => index > 0 && !word.startsWith("-"));
  return first === -1 ? undefined : words.slice(first);
}

const isShort = (word: string | undefined, full: string, least: number): boolean =>
  word !== undefined && word.length >= least && full.startsWith(word);

const after = (words: readonly string[], keyword: string): string | undefined => {
  const index = words.indexOf(keyword);
  return index === -1 ? undefined : words[index + 1];
};

function addressOf(command: Command): SetupAddress | undefined {
  const { words, at } = command;
  if (words[0] === "ifconfig") return ifconfigAddress(words, at);
  const ip = ipWords(command);
  if (ip === undefined || !isShort(ip[0], "address", 1) || !isShort(ip[1], "add", 1)) return undefined;
  const device = after(ip, "dev");
  const text = ip[2] === "local" ? ip[3] : ip[2];
  if (!isLiteral(text) || !isLiteral(device) || !/^\d/.test(text)) return undefined;
  return { device: baseOf(device), text, prefix: parseCidr(text), at };
}

function ifconfigAddress(words: readonly string[], at: Place): SetupAddress | undefined {
  const [, device, text] = words;
  if (!isLiteral(device) || !isLiteral(text) || !/^\d/.test(text)) return undefined;
  const mask = after(words, "netmask");
  const prefix = parseCidr(text);
  const length = mask === undefined ? prefix?.length : lengthOf(mask);
  if (prefix === undefined || length === undefined)
    return { device: baseOf(device), text, prefix: undefined, at };
  return { device: baseOf(device), text, prefix: { address: prefix.address, length }, at };
}

function lengthOf(mask: string): number | undefined {
  const parsed = parseIpv4(mask);
  return parsed === undefined ? undefined : lengthOfMask(parsed);
}

function gatewayOf(command: Command): SetupGateway | undefined {
  const { words, at } = command;
  const isRoute = words[0] === "route" && words[1] === "add";
  const ip = ipWords(command);
  const isIpRoute = ip !== undefined && isShort(ip[0], "route", 1) && isShort(ip[1], "add", 1);
  if (!isRoute && !isIpRoute) return undefined;
  if (words.includes("onlink")) return undefined;
  const text = after(words, isRoute ? "gw" : "via");
  return isLiteral(text) ? { text, at } : undefined;
}

function madeDeviceOf(command: Command): string | undefined {
  const ip = ipWords(command);
  if (ip === undefined || ip[1] !== "add") return undefined;
  if (isShort(ip[0], "tunnel", 1)) return ip[2];
  if (!isShort(ip[0], "link", 1)) return undefined;
  return after(ip, "name") ?? (ip[2] === "dev" ? ip[3] : ip[2]);
}
