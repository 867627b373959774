/**
 * `ip link add … type ipip|gre`: tunnels with the options that only netlink has, such as datagrams around
 * their packets.
 */

import type { Interface } from "#sim/stack/interface";
import type { TunnelKind, UdpEncapsulation } from "#sim/stack/tunnel";
import { answerErrno, type Call } from "./call.ts";
import { addTunnel, emptyRequest, readCommon, type TunnelRequest } from "./tunnel-request.ts";
import { eachWord, next, numberOf, Refusal, wrong } from "./words.ts";

type Encapsulating = { -readonly [field in keyof UdpEncapsulation]: UdpEncapsulation[field] };

interface Reading {
  readonly request: TunnelRequest;
  readonly around: Encapsulating;
  isEncapsulated: boolean;
}

/** Reads the rest of the line and makes the device; answers it, or an exit code. */
export function addLinkTunnel(call: Call, kind: TunnelKind, name: string): Interface | number {
  const { words } = call;
  const reading: Reading = {
    request: { ...emptyRequest(), name, kind },
    around: {
      ...{ type: "gue", sourcePort: 0, destinationPort: 0 },
      hasChecksum: false,
      hasRemoteChecksum: false,
    },
    isEncapsulated: false,
  };
  for (const word of eachWord(words)) {
    if (isChecksumWord(word) && kind !== "gre") throw usage(kind);
    if (readEncapsulation(call, reading, word) || readCommon(call, reading.request, word)) continue;
    if (readRefused(word)) throw new Refusal(`not modelled in LVS Lab: ip link add type ${kind} ${word}`, 0);
    throw usage(kind);
  }
  if (call.stack.interfaces.has(name)) return answerErrno("EEXIST");
  const encapsulation = reading.isEncapsulated ? reading.around : undefined;
  return addTunnel(call, { ...reading.request, kind, encapsulation }, true);
}

const isChecksumWord = (word: string): boolean => ["csum", "icsum", "ocsum"].includes(word);

const refused = ["seq", "iseq", "oseq", "key", "ikey", "okey", "ignore-df", "fwmark", "external", "mode"];

const readRefused = (word: string): boolean => refused.includes(word.replace(/^no/, ""));

function readEncapsulation({ words }: Call, reading: Reading, word: string): boolean {
  const { around, request } = reading;
  if (word === "noencap") reading.isEncapsulated = false;
  else if (word === "encap") {
    const type = next(words);
    if (type !== "fou" && type !== "gue" && type !== "none") throw wrong(type, "Invalid encap type.");
    reading.isEncapsulated = type !== "none";
    if (type !== "none") around.type = type;
  } else if (word === "encap-sport") {
    const port = next(words);
    around.sourcePort = port === "auto" ? 0 : portIn(port, "Invalid source port.");
  } else if (word === "encap-dport")
    around.destinationPort = portIn(next(words), "Invalid destination port.");
  else if (word === "encap-csum" || word === "noencap-csum") around.hasChecksum = word === "encap-csum";
  else if (word === "encap-remcsum" || word === "noencap-remcsum")
    around.hasRemoteChecksum = word === "encap-remcsum";
  else if (word === "nocsum" || word === "noicsum" || word === "noocsum") {
    if (word !== "noocsum") request.inputChecksum = false;
    if (word !== "noicsum") request.outputChecksum = false;
  } else return word === "encap-csum6" || word === "noencap-csum6";
  return true;
}

function portIn(word: string, why: string): number {
  const port = numberOf(word, 65_535);
  if (port === undefined) throw wrong(word, why);
  return port;
}

const usage = (kind: TunnelKind): Refusal => {
  const sums = kind === "gre" ? "[ [no][i|o]csum ] " : "";
  const lines = [
    `Usage: ... ${kind} [ remote ADDR ] [ local ADDR ] ${sums}[ ttl TTL ] [ tos TOS ] [ [no]pmtudisc ]`,
    "           [ dev PHYS_DEV ] [ noencap ] [ encap { fou | gue | none } ] [ encap-sport PORT ]",
    "           [ encap-dport PORT ] [ [no]encap-csum ] [ [no]encap-remcsum ]",
  ];
  return new Refusal(lines.join("\n"), 1);
};
