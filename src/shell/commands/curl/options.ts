/** The options of curl (7.88.1): those that HTTP without encryption needs. */

import { type Given, type OptionProblem, type OptionSpec, parseOptions } from "#shell/options";

export const curlOptions: OptionSpec = {
  options: [
    { name: "agent", short: "A", long: "user-agent", takes: "value", valueName: "NAME" },
    { name: "connect-timeout", long: "connect-timeout", takes: "value", valueName: "SECONDS" },
    { name: "compressed", long: "compressed" },
    {
      ...{ name: "data", short: "d", long: "data", takes: "value", valueName: "TEXT|@FILE" },
      what: "send a POST",
    },
    { name: "data-ascii", long: "data-ascii", takes: "value", valueName: "TEXT|@FILE" },
    { name: "data-binary", long: "data-binary", takes: "value", valueName: "TEXT|@FILE" },
    { name: "data-raw", long: "data-raw", takes: "value", valueName: "TEXT" },
    { name: "fail", short: "f", long: "fail", what: "fail on answers of 400 and more" },
    { name: "fail-body", long: "fail-with-body" },
    { name: "header", short: "H", long: "header", takes: "value", valueName: "LINE", what: "add a header" },
    { name: "help", short: "h", long: "help" },
    { name: "http1.0", short: "0", long: "http1.0" },
    { name: "http1.1", long: "http1.1" },
    { name: "include", short: "i", long: "include", what: "show the head too" },
    { name: "head", short: "I", long: "head", what: "ask for the head only" },
    { name: "insecure", short: "k", long: "insecure" },
    { name: "interface", long: "interface", takes: "value", valueName: "DEV|ADDR", what: "from there" },
    { name: "ipv4", short: "4", long: "ipv4" },
    { name: "local-port", long: "local-port", takes: "value", valueName: "PORT" },
    { name: "location", short: "L", long: "location", what: "follow redirections" },
    { name: "max-time", short: "m", long: "max-time", takes: "value", valueName: "SECONDS" },
    { name: "no-buffer", short: "N", long: "no-buffer" },
    { name: "no-keepalive", long: "no-keepalive" },
    { name: "no-progress", long: "no-progress-meter" },
    { name: "noproxy", long: "noproxy", takes: "value" },
    { name: "output", short: "o", long: "output", takes: "value", valueName: "FILE" },
    { name: "remote-name", short: "O", long: "remote-name" },
    { name: "progress-bar", short: "#", long: "progress-bar" },
    { name: "request", short: "X", long: "request", takes: "value", valueName: "METHOD" },
    { name: "resolve", long: "resolve", takes: "value", valueName: "HOST:PORT:ADDR" },
    { name: "retry", long: "retry", takes: "value", valueName: "N" },
    { name: "retry-delay", long: "retry-delay", takes: "value" },
    { name: "retry-refused", long: "retry-connrefused" },
    { name: "silent", short: "s", long: "silent", what: "neither progress nor errors" },
    { name: "show-error", short: "S", long: "show-error", what: "errors in spite of -s" },
    { name: "url", long: "url", takes: "value" },
    { name: "verbose", short: "v", long: "verbose", what: "show the conversation" },
    { name: "version", short: "V", long: "version" },
    { name: "write-out", short: "w", long: "write-out", takes: "value", valueName: "FORMAT" },
  ],
};

export interface CurlSettings {
  readonly given: Given;
  readonly urls: readonly string[];
  /** In seconds. */
  readonly maxTime: number | undefined;
  readonly connectTimeout: number;
}

/** What a command line asks for: addresses, or an answer of curl's own (answers.ts). */
export type Asked = { readonly kind: "settings"; readonly settings: CurlSettings } | Answer;

export type Answer =
  | { readonly kind: "version" }
  | { readonly kind: "help" }
  | { readonly kind: "nothing" }
  | { readonly kind: "no-address" }
  | { readonly kind: "misread"; readonly problem: OptionProblem }
  | { readonly kind: "no-number"; readonly option: string };

const usualConnectTimeout = 300;

/** Reads the arguments of curl. */
export function readCurlOptions(argv: readonly string[]): Asked {
  const given = parseOptions(curlOptions, argv);
  if (!given.ok) return { kind: "misread", problem: given.problem };
  if (given.has("version")) return { kind: "version" };
  if (given.has("help")) return { kind: "help" };
  const urls = [...given.values("url"), ...given.operands];
  if (urls.length === 0) return { kind: argv.length === 0 ? "nothing" : "no-address" };
  for (const [name, option] of numbers) {
    const text = given.value(name);
    if (text !== undefined && !/^\d*\.?\d+$/.test(text)) return { kind: "no-number", option };
  }
  const maxTime = given.value("max-time");
  const connectTimeout = Number(given.value("connect-timeout") ?? usualConnectTimeout);
  return {
    kind: "settings",
    settings: {
      ...{ given, urls },
      maxTime: maxTime === undefined || Number(maxTime) === 0 ? undefined : Number(maxTime),
      connectTimeout: connectTimeout === 0 ? usualConnectTimeout : connectTimeout,
    },
  };
}

/** Options whose value is a number, and how messages name them. */
const numbers = [
  ["max-time", "-m"],
  ["connect-timeout", "--connect-timeout"],
] as const;
