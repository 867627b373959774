/** ICMP, what is learnt of paths, TCP, sockets and settings explained in English. */

import type { IcmpSilence, RedirectRefusal, TcpChallenge } from "#sim/stack/stack-events";
import type { EventOf } from "#words/caption-words";
import type { TellersOf } from "#words/explain-words";
import type { About } from "#words/why-facts";
import { packet, secondsText, terms } from "../captions/terms.ts";
import { settingText } from "./settings.ts";

const silences: Readonly<Record<IcmpSilence, string>> = {
  limit: "A limit on ICMP messages is reached.",
  "link-group":
    "The frame was not for this machine alone, and such packets are never answered with an error.",
  "later-fragment": "Only the first fragment of a packet may be answered with an error.",
  group: "The packet is for a group or for all: an error for each receiver would be a flood.",
  source: "The source is no single host: nobody could be told.",
  error: "It is an ICMP error itself, and errors about errors would never end.",
};

const refusals: Readonly<Record<RedirectRefusal, string>> = {
  setting: "A switch forbids it.",
  "same-gateway": "It advises the router that sent it, or no gateway at all.",
  "not-a-host": "The advised gateway is no other host on the link.",
  "not-from-gateway": "It does not come from the gateway that the route uses.",
};

const challenges: Readonly<Record<TcpChallenge, string>> = {
  "reset-in-window": "A RST came with a sequence number that is possible, but not the next one",
  syn: "A SYN came on a connection that is open",
  "old-ack": "An acknowledgement of data from long ago came",
};

const errors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "The other side refused: a RST, or ICMP port unreachable.",
  ECONNRESET: "The other side reset the connection.",
  EHOSTUNREACH: "No way to the host: the neighbour does not answer, or ICMP host unreachable.",
  ENETUNREACH: "No route leads there, or ICMP net unreachable.",
  ENOPROTOOPT: "ICMP says that the other side does not know the protocol.",
  EACCES: "A route or a rule forbids it, or ICMP says that it is prohibited.",
  EPERM: "A rule of this machine keeps what leaves.",
  EMSGSIZE: "It is longer than the way takes.",
  CUT: "The other side closed the connection before the answer was whole.",
  EHOSTDOWN: "ICMP says that the host is down.",
  ENONET: "ICMP says that the network is unknown.",
  ETIMEDOUT: "Nothing came back until the last try was over.",
  TIMEOUT: "Nothing came back within the time that the program waits.",
};

/** Where an earlier packet of the same connection ended. */
function earlierText({ earlier, captions }: About): string {
  if (earlier === undefined) return "";
  const { node, reason, event } = earlier;
  const why = { ...captions.linkReasons, ...captions.reasons }[reason] ?? reason;
  return (
    `The last packet of this connection that did not get through ended at ${node}: ` +
    `${why} (event ${event}).`
  );
}

/** Sentences after each other; empty ones are left out. */
const sentences = (...texts: readonly string[]): string => texts.filter((text) => text !== "").join(" ");

type Told =
  | "icmp-suppressed"
  | "path-mtu-learnt"
  | "redirect-learnt"
  | "redirect-ignored"
  | "tcp-state-changed"
  | "tcp-retransmitted"
  | "tcp-challenged"
  | "socket-error"
  | "setting-changed"
  | "table-changed"
  | "request-answered"
  | "request-failed";

const changeOf: Readonly<Record<EventOf<"table-changed">["change"], string>> = {
  added: "is there now",
  removed: "is gone",
  changed: "has changed",
};

export const host: TellersOf<Told> = {
  "icmp-suppressed": ({ type, code, about: quoted, because, setting }, about) => ({
    title: `No ${terms.icmp(type, code)} is sent`,
    detail:
      `about ${packet(quoted, about.names)}. ${silences[because]}` +
      (setting === undefined ? "" : ` ${setting.name} is ${setting.value}.`),
  }),
  "path-mtu-learnt": ({ destination, mtu }, { names }) => ({
    title: `The path to ${names.ip(destination)} carries ${mtu} bytes`,
    detail:
      "A router said so by ICMP, or a tunnel of this machine takes room: longer " +
      `packets to ${names.ip(destination)} are no more sent with DF for mtu_expires seconds.`,
  }),
  "redirect-learnt": ({ destination, gateway }, { names }) => ({
    title: `${names.ip(destination)} is reached via ${names.ip(gateway)} from now on`,
    detail:
      "An ICMP redirect said that this router is nearer, and it was believed. It holds for five minutes.",
  }),
  "redirect-ignored": ({ destination, gateway, sender, because }, about) => ({
    title: `Is the redirect of ${about.names.ip(sender)} believed? No`,
    detail:
      `It says that ${about.names.ip(destination)} is better reached via ` +
      `${about.names.ip(gateway)}. ${refusals[because]} ${settingText(about.decided)}`.trim(),
  }),
  "tcp-state-changed": ({ local, remote, before, state }, { names, node }) => ({
    title: `TCP: ${before} → ${state}`,
    detail: `${names.endpoint(local)} with ${names.endpoint(remote)}`,
    headline: `${node}: ${names.endpoint(local)} is ${state}`,
  }),
  "tcp-retransmitted": ({ local, remote, seq, attempt, timeout }, about) => ({
    title: `No acknowledgement: sent again, attempt ${attempt}`,
    detail:
      `${about.names.endpoint(local)} to ${about.names.endpoint(remote)}, sequence ` +
      `${seq}; the next look is in ` +
      sentences(`${secondsText(timeout / 1e9)}, each wait twice the one before.`, earlierText(about)),
    headline: `${about.node} sends to ${about.names.endpoint(remote)} again`,
  }),
  "tcp-challenged": ({ local, remote, because }, { names }) => ({
    title: "Asked back with a challenge ACK",
    detail:
      `${challenges[because]}: ${names.endpoint(remote)} must confirm before ` +
      `${names.endpoint(local)} believes it (RFC 5961).`,
  }),
  "socket-error": ({ local, remote, errno }, about) => ({
    title: `The program's call fails: ${errno}`,
    detail: sentences(
      `${about.names.endpoint(local)} to ${about.names.endpoint(remote)}.`,
      errors[errno] ?? "",
      earlierText(about),
    ),
    headline: `${about.node}: ${errno} from ${about.names.endpoint(remote)}`,
  }),
  "setting-changed": ({ name, before, value }, { node }) => ({
    title: `${name} = ${value}`,
    detail: `It was ${before}. From here on ${node} decides by the new value; what was decided before stays.`,
    headline: `${node} has ${name} = ${value}`,
  }),
  "table-changed": ({ table, row, change }) => ({
    title: `${table}: ${row}`,
    detail: `The entry ${changeOf[change]}.`,
  }),
  "request-answered": ({ method, to, port, status, bytes }, { names, node }) => ({
    title: `The answer is here: ${status}`,
    detail: `${bytes} bytes from ${names.ip(to)}:${port}, to ${method}`,
    headline: `${node} has the answer of ${names.ip(to)}:${port}`,
  }),
  "request-failed": ({ to, port, error }, about) => ({
    title: `No answer: ${error}`,
    detail: sentences(`from ${about.names.ip(to)}:${port}.`, errors[error] ?? "", earlierText(about)),
    headline: `${about.node} gets no answer from ${about.names.ip(to)}:${port}`,
  }),
};
