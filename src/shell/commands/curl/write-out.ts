/** `-w`: what is known of a transfer, in a form. */

import type { Outcome } from "./running.ts";

/** Everything that -w can tell, by name. Times are in seconds. */
export interface Facts {
  readonly [name: string]: string | number;
}

/** How a transfer ended. */
export interface Ended {
  readonly outcome: Outcome;
  readonly url: string;
  readonly method: string;
  /** In seconds. */
  readonly elapsed: number;
  /** In bytes. */
  readonly uploaded: number;
}

/** What is told where a transfer did not get so far. */
const unknown: Facts = {
  content_type: "",
  http_code: "000",
  http_version: "0",
  local_ip: "",
  local_port: 0,
  num_connects: 0,
  num_redirects: 0,
  redirect_url: "",
  remote_ip: "",
  remote_port: 0,
  response_code: "000",
  scheme: "HTTP",
  size_download: 0,
  size_header: 0,
  speed_upload: 0,
  time_appconnect: 0,
  time_connect: 0,
  time_namelookup: 0,
  time_pretransfer: 0,
  time_redirect: 0,
  time_starttransfer: 0,
};

/** Fills in a form: `%{name}`, `%%`, `\n`, `\r`, `\t`. */
export function writeOut(form: string, facts: Facts, ended: Ended): string {
  const { outcome, url, method, elapsed, uploaded } = ended;
  const known: Facts = { ...unknown, size_upload: uploaded, method, ...facts };
  const speed = elapsed === 0 ? 0 : Math.floor(Number(known.size_download) / elapsed);
  const all: Facts = {
    ...known,
    url,
    time_total: elapsed,
    speed_download: speed,
    exitcode: outcome.code,
    errormsg: outcome.message,
  };
  return filledIn(form, all);
}

const times = /^time_/;

const filledIn = (form: string, facts: Facts): string =>
  form.replace(
    /%\{(\w+)\}|%%|\\([nrt\\])/g,
    (whole, name: string | undefined, escaped: string | undefined) => {
      if (whole === "%%") return "%";
      if (escaped !== undefined) return { n: "\n", r: "\r", t: "\t" }[escaped] ?? "\\";
      const value = facts[name ?? ""];
      if (value === undefined) return "";
      return times.test(name ?? "") ? Number(value).toFixed(6) : String(value);
    },
  );
