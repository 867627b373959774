/**
 * What ipvsadm prints of the tables: listings, saved rules, local addresses; and the time that takes.
 */

import type { Process } from "#shell/command";
import { failedLookup, ipvsadmConnection, ipvsadmService } from "#shell/costs";
import type { Nanos } from "#sim/engine/time";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { nameOfService } from "./act.ts";
import { type EndpointText, namedEndpoint, numericEndpoint } from "./endpoint-text.ts";
import type { Entry } from "./entry.ts";
import { type Ended, goesOn } from "./failure.ts";
import { kernelWords } from "./kernel-words.ts";
import { allServices, connections, daemons, type Listing, oneService, timeouts } from "./listing.ts";
import { localAddresses } from "./local-addresses.ts";
import { savedRules } from "./saving.ts";

/** Prints what `-L`, `-G` and `-S` ask for. */
export async function show(process: Process, ipvs: Ipvs, entry: Entry): Promise<Ended> {
  const { command, given } = entry;
  if (command === "save") {
    await writeListing(process, servicesCost(ipvs), (text) => savedRules(ipvs, text(given.has("numeric"))));
    return goesOn(0);
  }
  const isSixth = entry.service.family === "inet6";
  const text = await writeListing(process, listingCost(ipvs, given), (texts) =>
    isSixth ? undefined : listed({ ipvs, given, text: texts(given.has("numeric")) }, entry),
  );
  if (text !== undefined) return goesOn(0);
  process.stderr.write(`${kernelWords("service", isSixth ? "EAFNOSUPPORT" : "ESRCH")}\n`);
  return { code: 1, endsProgram: true };
}

function listingCost(ipvs: Ipvs, given: Entry["given"]): number {
  if (given.has("timeout") || given.has("daemon")) return 0;
  if (given.has("connection")) return ipvs.connections.count * ipvsadmConnection;
  return given.has("service-address") ? ipvsadmService : servicesCost(ipvs);
}

function listed(listing: Listing, { command, given, service }: Entry): string | undefined {
  if (command === "get-laddr") {
    const name = given.has("service-address") ? nameOfService(service) : undefined;
    return localAddresses(listing.ipvs, listing.text, name);
  }
  if (given.has("connection")) return connections(listing);
  if (given.has("service-address")) return oneService(listing, nameOfService(service));
  if (given.has("timeout")) return timeouts(listing.ipvs);
  return given.has("daemon") ? daemons(listing.ipvs) : allServices(listing);
}

/** How endpoints are printed, by whether only numbers are wanted. */
type Texts = (isNumeric: boolean) => EndpointText;

const servicesCost = ({ services }: Ipvs): number => services.all.length * ipvsadmService;

/** Prints what `make` answers, after the time that it takes and that looking for names takes. */
async function writeListing<Text extends string | undefined>(
  process: Process,
  cost: number,
  make: (texts: Texts) => Text,
): Promise<Text> {
  const { machine } = process;
  let failures = 0;
  const named = namedEndpoint(machine, () => failures++);
  const text = make((isNumeric) => (isNumeric ? numericEndpoint : named));
  const time = cost + failures * failedLookup;
  if (machine.takesTime && time > 0) await process.sleep(time as Nanos);
  if (text !== undefined) process.stdout.write(text);
  return text;
}
