/**
 * What installing and removing a package does to a machine: it is listed, and its service is there or gone.
 */

import type { HttpServer } from "#sim/app/http-server";
import type { Errno } from "#sim/stack/socket-errors";
import type { Machine, Service } from "../machine.ts";
import { openSites, type Site, webServer } from "../services/web-server.ts";
import { catalogue, type Package } from "./catalogue.ts";

/** Names that mean the same service. */
const serviceNames = { httpd: ["httpd", "apache2"], nginx: ["nginx"] } as const;

export const isInstalled = ({ packages }: Machine, { name }: Package): boolean => packages.has(name);

/** Installs a package; its service does not run yet. */
export function install(machine: Machine, { name, service }: Package): void {
  machine.packages.add(name);
  if (service !== undefined) addService(machine, service, webServer(machine, service));
}

function addService({ services }: Machine, name: keyof typeof serviceNames, service: Service): void {
  for (const alias of serviceNames[name]) services.set(alias, service);
}

/** Has httpd serve these sites from now on, installed where it was not. Answers why one cannot be served. */
export function serveSites(machine: Machine, sites: readonly Site[]): Errno | undefined {
  const running: HttpServer[] = [];
  const errno = openSites(machine, "httpd", sites, running);
  machine.packages.add("httpd");
  addService(machine, "httpd", webServer(machine, "httpd", sites, running));
  return errno;
}

/** Removes a package; its service must have stopped. */
export function remove(machine: Machine, { name, service }: Package): void {
  machine.packages.delete(name);
  for (const alias of service === undefined ? [] : serviceNames[service]) machine.services.delete(alias);
}

/** Installs what a machine of its kind has from the start. */
export function installUsual(machine: Machine): void {
  for (const entry of catalogue) {
    if (entry.kinds === undefined || entry.kinds.includes(machine.node.kind)) install(machine, entry);
  }
}
