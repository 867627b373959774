/**
 * The addresses that a machine knows of: its own, its neighbours, where its routes lead, what it balances,
 * and who is in its /etc/hosts.
 */

import { allRoutes } from "#sim/stack/fib";
import type { Stack } from "#sim/stack/stack";
import { formatEndpoint, formatIpv4, formatPrefix, type Ipv4Address, isMulticast } from "#sim/wire/address";
import { hostLines } from "../commands/network/host-names.ts";
import type { Machine } from "../machine.ts";

/** Its own addresses, loopback's first. */
export const ownAddresses = ({ interfaces }: Stack): Ipv4Address[] =>
  [...interfaces.values()].flatMap(({ addresses }) => addresses.map(({ address }) => address));

/** Every address it knows of, each once. */
export function knownAddresses(machine: Machine): Ipv4Address[] {
  const { stack } = machine;
  const gateways = allRoutes(stack.fib).flatMap(({ nextHops }) =>
    nextHops.flatMap(({ gateway }) => gateway ?? []),
  );
  const hosts = allRoutes(stack.fib).flatMap(({ destination, length, type }) =>
    length === 32 && type === "unicast" ? [destination] : [],
  );
  const balanced = [...virtualServices(machine), ...destinations(machine)].map(({ address }) => address);
  const all = [...ownAddresses(stack), ...neighbourAddresses(stack), ...gateways, ...hosts, ...balanced];
  return [...new Set(all)].filter((address) => address !== 0 && !isMulticast(address));
}

/** Those that are not its own. */
export function otherAddresses(machine: Machine): Ipv4Address[] {
  const own = new Set(ownAddresses(machine.stack));
  return knownAddresses(machine).filter((address) => !own.has(address));
}

export const neighbourAddresses = ({ interfaces }: Stack): Ipv4Address[] =>
  [...interfaces.values()].flatMap((iface) => [...iface.neighbours.keys()]);

/** The names of hosts in /etc/hosts. */
export const hostNames = (machine: Machine): string[] => hostLines(machine).flatMap(({ names }) => names);

interface Endpoint {
  readonly address: Ipv4Address;
  readonly port: number;
}

/** Its virtual services, but for those of marks. */
export const virtualServices = ({ node }: Machine): readonly (Endpoint & { readonly protocol: number })[] =>
  (node.ipvs?.services.all ?? []).filter(({ fwmark }) => fwmark === 0);

/** The destinations of its services; of one service, where `isMeant` picks it. */
export const destinations = (
  { node }: Machine,
  isMeant: (service: Endpoint & { readonly protocol: number }) => boolean = () => true,
): readonly Endpoint[] =>
  (node.ipvs?.services.all ?? []).filter(isMeant).flatMap((service) => service.destinations);

export const endpointText = ({ address, port }: Endpoint): string => formatEndpoint(address, port);

/** Its own addresses with the length of their network. */
export const ownPrefixes = ({ interfaces }: Stack): string[] =>
  [...interfaces.values()].flatMap(({ addresses }) => addresses.map(formatPrefix));

/** Where its routes in the tables that people fill lead. */
export const routePrefixes = ({ fib }: Stack): string[] =>
  allRoutes(fib).flatMap((route) => {
    const { destination: address, length, type } = route;
    if (type === "local" || type === "broadcast") return [];
    return length === 0 ? ["default"] : [formatPrefix({ address, length })];
  });

export const addressTexts = (addresses: readonly Ipv4Address[]): string[] => addresses.map(formatIpv4);
