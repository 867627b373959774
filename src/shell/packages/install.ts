/**
 * What installing and removing a package does to a machine: it is listed, and its service is there or gone.
 */

import type { HttpServer } from "#sim/app/http-server";
import type { Errno } from "#sim/stack/socket-errors";
import type { Machine, Service } from "../machine.ts";
import { openSites, type Site, webServer } from "../services/web-server.ts";
import type { Package } from "./catalogue.ts";

/** Names that mean the same service. */
const serviceNames = { httpd: ["httpd", "apache2"], nginx: ["nginx"] } as const;

/** Whether a machine has a package: as it was last installed or removed, else as its kind has it. */
export const isInstalled = ({ packages, node }: Machine, { name, kinds }: Package): boolean =>
  packages.get(name) ?? (kinds === undefined || kinds.includes(node.kind));

/** Installs a package; its service does not run yet. */
export function install(machine: Machine, { name, service }: Package): void {
  machine.packages.set(name, true);
  if (service !== undefined) addService(machine, service, webServer(machine, service));
}

/** Puts in a service under its names. */
export function addService({ services }: Machine, name: keyof typeof serviceNames, service: Service): void {
  for (const alias of serviceNames[name]) services.set(alias, service);
}

/** Has httpd serve these sites from now on, installed where it was not. Answers why one cannot be served. */
export function serveSites(machine: Machine, sites: readonly Site[]): Errno | undefined {
  const running: HttpServer[] = [];
  const errno = openSites(machine, "httpd", sites, running);
  machine.packages.set("httpd", true);
  addService(machine, "httpd", webServer(machine, "httpd", sites, running));
  return errno;
}

/** Removes a package; its service must have stopped. */
export function remove(machine: Machine, { name, service }: Package): void {
  machine.packages.set(name, false);
  for (const alias of service === undefined ? [] : serviceNames[service]) machine.services.delete(alias);
}
