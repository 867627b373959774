/** The options of ab (ApacheBench 2.3). */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { parseUrl, type Url } from "../http/url.ts";

export const abOptions: OptionSpec = {
  options: [
    { name: "bind", short: "B", takes: "value", valueName: "ADDR" },
    { name: "concurrency", short: "c", takes: "value", valueName: "N", what: "requests at once" },
    { name: "no-percentiles", short: "d" },
    { name: "header", short: "H", takes: "value", valueName: "LINE" },
    { name: "help", short: "h" },
    { name: "head", short: "i", what: "HEAD instead of GET" },
    { name: "keepalive", short: "k", what: "keep connections" },
    { name: "any-length", short: "l", what: "bodies may differ in length" },
    { name: "requests", short: "n", takes: "value", valueName: "N", what: "how many requests" },
    { name: "quiet", short: "q" },
    { name: "go-on", short: "r", what: "go on after errors" },
    { name: "timeout", short: "s", takes: "value", valueName: "SECONDS" },
    { name: "no-warnings", short: "S" },
    { name: "time", short: "t", takes: "value", valueName: "SECONDS", what: "for so long" },
    { name: "verbosity", short: "v", takes: "value" },
    { name: "version", short: "V" },
  ],
};

export interface AbSettings {
  readonly given: Given;
  readonly url: Url;
  readonly requests: number;
  readonly concurrency: number;
  /** In seconds. */
  readonly timeout: number;
  readonly timeLimit: number | undefined;
}

export type Asked =
  | { readonly kind: "settings"; readonly settings: AbSettings }
  | { readonly kind: "ended"; readonly stdout?: string; readonly stderr?: string; readonly code: number };

const wrong = (words: string): Asked => ({ kind: "ended", stderr: `${words}\n${usageText}`, code: 22 });
const requestsOfTimed = 50_000;

export function readAbOptions(argv: readonly string[]): Asked {
  const given = parseOptions(abOptions, argv);
  if (!given.ok) return wrong(gnuWords("ab", given.problem));
  if (given.has("version")) return { kind: "ended", stdout: bannerText, code: 0 };
  if (given.has("help")) return { kind: "ended", stderr: usageText, code: 0 };
  const [text] = given.operands;
  if (text === undefined || given.operands.length > 1) return wrong("ab: wrong number of arguments");
  // Unlike a browser, ab wants the slash before the path.
  const url = /^(?:https?:\/\/)?[^/]+\//.test(text) ? parseUrl(text) : undefined;
  if (url === undefined) return wrong("ab: invalid URL");
  const time = given.value("time");
  const requests = Number(given.value("requests") ?? (time === undefined ? 1 : requestsOfTimed));
  const concurrency = Number(given.value("concurrency") ?? 1);
  if (!(requests > 0)) return { kind: "ended", stderr: "ab: Invalid number of requests\n", code: 22 };
  if (!(concurrency > 0)) return wrong("ab: Invalid Concurrency [Range 0..20000]");
  if (concurrency > requests)
    return wrong("ab: Cannot use concurrency level greater than total number of requests");
  return {
    kind: "settings",
    settings: {
      ...{ given, url, requests, concurrency },
      timeout: Number(given.value("timeout") ?? 30),
      timeLimit: time === undefined ? undefined : Number(time),
    },
  };
}

export const bannerText = `This is ApacheBench, Version 2.3 <$Revision$>
Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
Licensed to The Apache Software Foundation, http://www.apache.org/

`;

const usageText = `Usage: ab [options] [http[s]://]hostname[:port]/path
Options are:
    -n requests     Number of requests to perform
    -c concurrency  Number of multiple requests to make at a time
    -t timelimit    Seconds to max. to spend on benchmarking
                    This implies -n 50000
    -s timeout      Seconds to max. wait for each response
                    Default is 30 seconds
    -H attribute    Add Arbitrary header line, eg. 'Accept-Encoding: gzip'
    -i              Use HEAD instead of GET
    -k              Use HTTP KeepAlive feature
    -d              Do not show percentiles served table.
    -q              Do not show progress when doing more than 150 requests
    -l              Accept variable document length (use this for dynamic pages)
    -r              Don't exit on socket receive errors.
    -V              Print version number and exit
    -h              Display usage information (this message)
`;
