/** The options of nc (the OpenBSD one of Debian). */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { serviceName, servicePort } from "../network/service-names.ts";

export const ncOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4" },
    { name: "crlf", short: "C", what: "send CRLF" },
    { name: "no-input", short: "d", what: "do not read standard input" },
    { name: "help", short: "h" },
    { name: "keep", short: "k", what: "take one connection after the other" },
    { name: "listen", short: "l", what: "listen" },
    { name: "shutdown", short: "N", what: "close the sending half at the end of the input" },
    { name: "numeric", short: "n", what: "no names" },
    { name: "source-port", short: "p", takes: "value", valueName: "PORT" },
    {
      name: "quit",
      short: "q",
      takes: "value",
      valueName: "SECONDS",
      what: "stop so long after the end of the input",
    },
    { name: "random", short: "r" },
    { name: "source", short: "s", takes: "value", valueName: "ADDR" },
    { name: "udp", short: "u", what: "UDP" },
    { name: "verbose", short: "v", what: "say more" },
    { name: "wait", short: "w", takes: "value", valueName: "SECONDS", what: "how long to wait" },
    { name: "zero", short: "z", what: "only see who listens" },
  ],
};

export interface NcSettings {
  readonly given: Given;
  readonly host: string | undefined;
  readonly ports: readonly number[];
  /** In seconds. */
  readonly wait: number | undefined;
}

export type Asked =
  | { readonly kind: "settings"; readonly settings: NcSettings }
  | { readonly kind: "ended"; readonly stderr: string };

export function readNcOptions(argv: readonly string[]): Asked {
  const given = parseOptions(ncOptions, argv);
  const wrong = (words: string): Asked => ({ kind: "ended", stderr: words });
  if (!given.ok) return wrong(`${gnuWords("nc", given.problem)}\n${usageText}`);
  const { operands } = given;
  if (given.has("help") || operands.length > 2) return wrong(usageText);
  const isListening = given.has("listen");
  const wait = given.value("wait");
  if (wait !== undefined && !/^\d+$/.test(wait)) return wrong(`nc: timeout too small: ${wait}\n`);
  const [host, portText] =
    isListening && operands.length < 2 ? [undefined, operands[0] ?? given.value("source-port")] : operands;
  if (!isListening && host === undefined) return wrong(usageText);
  if (portText === undefined) return wrong(isListening ? usageText : "nc: missing port number\n");
  const ports = portsOf(portText, given.has("udp") ? "udp" : "tcp");
  if (ports === undefined) return wrong(`nc: port number invalid: ${portText}\n`);
  return {
    kind: "settings",
    settings: { given, host, ports, wait: wait === undefined ? undefined : Number(wait) },
  };
}

function portsOf(text: string, transport: "tcp" | "udp"): number[] | undefined {
  const range = /^(\d+)-(\d+)$/.exec(text);
  if (range === null) {
    const port = servicePort(text, transport);
    return port === undefined || port === 0 ? undefined : [port];
  }
  const [from, to] = [Number(range[1]), Number(range[2])].sort((left, right) => left - right);
  if (from === undefined || to === undefined || to > 65_535) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** What -v says of a connection. */
export function successLine({ given, host = "" }: NcSettings, port: number): string {
  const transport = given.has("udp") ? "udp" : "tcp";
  const service = (given.has("numeric") ? undefined : serviceName(port, transport)) ?? "*";
  return `Connection to ${host} ${port} port [${transport}/${service}] succeeded!\n`;
}

const usageText = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]
`;
