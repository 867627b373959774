/**
 * `lvs-lab serve`: serves the lab's page to browsers, until Ctrl-C.
 */

import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { openAddress, openerOf } from "./desktop.ts";
import { type PageServer, servePage } from "./page-server.ts";

/** Tried in this order; the first keeps what a browser remembers of the lab, so it comes first. */
const usualPorts = [4173, 4174, 4175, 4176, 4177, 0];
const highestPort = 65_535;

export const serve: CliCommand = {
  name: "serve",
  operands: "",
  summary: "serve the lab as a page for the browser",
  options: [
    { name: "port", value: "N", what: `the port (${usualPorts[0]}, or the next that is free)` },
    {
      name: "host",
      value: "NAME",
      what: "the address to listen on (localhost); 0.0.0.0 for the whole network",
    },
    { name: "no-open", what: "do not open a browser" },
  ],
  details: [
    "Prints the address, and opens it where there is a desktop. Ctrl-C ends it.",
    "Browsers keep the page for use without a network only from localhost, or over HTTPS.",
  ],
  run,
};

async function run(given: Arguments): Promise<number> {
  if (given.operands.length > 0) throw new UsageError(`it takes no operand: ${given.operands.join(" ")}`);
  const port = numberOf(given, "port");
  if (port !== undefined && port > highestPort) throw new UsageError(`--port is at most ${highestPort}`);
  const host = given.text("host") ?? "localhost";
  const server = await start(host, port === undefined ? usualPorts : [port]);
  const addresses = addressesOf(server, host);
  process.stdout.write(`LVS Lab is ready: ${addresses.join(" ")}\nCtrl-C ends it.\n`);
  const { platform, env, stdout } = process;
  const opener = openerOf({ platform, env, isTerminal: stdout.isTTY === true });
  if (opener !== undefined && !given.has("no-open")) openAddress(opener, addresses[0] ?? server.url);
  await interrupted();
  await server.close();
  return 0;
}

async function start(host: string, ports: readonly number[]): Promise<PageServer> {
  const folder = pageFolder();
  if (folder === undefined) throw new UsageError("the page is not built; `npm run build` builds it");
  try {
    return await servePage({ folder, host, ports });
  } catch (error) {
    throw new UsageError(`cannot listen: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Where the built page is: beside the built command line, or below the root of a clone. */
export function pageFolder(): string | undefined {
  const here = [new URL("../page/", import.meta.url), new URL("../../dist/page/", import.meta.url)];
  return here.map((url) => fileURLToPath(url)).find((folder) => existsSync(join(folder, "index.html")));
}

/** What to type into a browser: where it listens everywhere, this machine's addresses, its own name first. */
function addressesOf({ url, port }: PageServer, host: string): string[] {
  if (host !== "0.0.0.0" && host !== "::") return [url];
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const others = own.filter(({ family, internal }) => family === "IPv4" && !internal);
  return ["localhost", ...others.map(({ address }) => address)].map((name) => `http://${name}:${port}/`);
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
