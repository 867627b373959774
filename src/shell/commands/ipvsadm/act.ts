/** Does what a line of ipvsadm says, but for listings: asks the kernel. */

import type { Machine } from "#shell/machine";
import { loadModule, moduleOf } from "#shell/modules/loading";
import { needed } from "#shell/needed";
import type { Configured } from "#sim/ipvs/configured";
import type { DestinationFields } from "#sim/ipvs/destination";
import { addDestination, deleteDestination, editDestination } from "#sim/ipvs/destination-admin";
import { encapsulations } from "#sim/ipvs/encapsulations/index";
import { tunnel } from "#sim/ipvs/forwarders/tunnel";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { type ServiceName, serviceNamed } from "#sim/ipvs/service";
import {
  addService,
  deleteService,
  editService,
  flush,
  type ServiceFields,
  setTimeouts,
  zeroCounters,
} from "#sim/ipvs/service-admin";
import type { Entry, ServiceWords } from "./entry.ts";
import type { Asked, KernelErrno } from "./kernel-words.ts";
import type { CommandName } from "./option-table.ts";

/** `undefined`: done. Otherwise what the kernel refused, which kernel-words.ts words, or what to say. */
export type Complaint =
  | undefined
  | { readonly asked: Asked; readonly errno: KernelErrno }
  | { readonly text: string };

type Doing = Exclude<CommandName, "list" | "get-laddr" | "save" | "restore">;

/** How the kernel knows a service. */
export const nameOfService = ({ mark, protocol, address, port }: ServiceWords): ServiceName =>
  mark !== 0 ? { kind: "mark", mark } : { kind: "endpoint", protocol, address, port };

const addressesOfFullnat = () => import("./act-on-local-addresses.ts");
const syncDaemons = () => import("./act-on-daemons.ts");

/** Carries out a command that changes something. */
export async function act(
  machine: Machine,
  ipvs: Ipvs,
  entry: Entry & { readonly command: Doing },
): Promise<Complaint> {
  const { service, command } = entry;
  if (service.family === "inet6") return { asked: "service", errno: "EAFNOSUPPORT" };
  const name = nameOfService(service);
  switch (command) {
    case "add-service":
      if (serviceNamed(ipvs.services, name) === undefined) loadFor(machine, service);
      return answerOf("add-service", addService(ipvs, name, fieldsOf(service)));
    case "edit-service":
      if (serviceNamed(ipvs.services, name) !== undefined) loadFor(machine, service);
      return answerOf("service", editService(ipvs, name, fieldsOf(service)));
    case "delete-service":
      return answerOf("service", deleteService(ipvs, name));
    case "flush":
      return answerOf("service", flush(ipvs));
    case "zero":
      return answerOf("service", zeroCounters(ipvs, entry.given.has("service-address") ? name : undefined));
    case "set":
      return answerOf("service", setTimeouts(ipvs, entry.timeouts));
    case "add-server":
    case "edit-server":
    case "delete-server":
      return actOnServer(ipvs, entry, name);
    case "add-laddr":
    case "del-laddr":
      return (await needed(machine, addressesOfFullnat)).changeLocalAddresses(ipvs, name, entry);
    case "start-daemon":
      return (await needed(machine, syncDaemons)).startDaemon(ipvs, entry);
    case "stop-daemon":
      return (await needed(machine, syncDaemons)).stopDaemon(ipvs, entry);
  }
}

const answerOf = (asked: Asked, result: Configured): Complaint =>
  result.ok ? undefined : { asked, errno: result.errno };

/** The kernel loads the modules of a scheduler and of an engine by itself. */
function loadFor(machine: Machine, { scheduler, engine }: ServiceWords): void {
  for (const name of [`ip_vs_${scheduler}`, ...(engine === undefined ? [] : [`ip_vs_pe_${engine}`])]) {
    const module = moduleOf(machine, name);
    if (module !== undefined) loadModule(machine, module);
  }
}

const fieldsOf = (service: ServiceWords): ServiceFields => ({
  scheduler: service.scheduler,
  persistent: service.persistent,
  netmask: service.netmask,
  engine: service.engine,
  isOnePacket: service.isOnePacket,
  schedulerFlags: service.schedulerFlags,
});

function actOnServer(ipvs: Ipvs, { command, server }: Entry, name: ServiceName): Complaint {
  if (server.family === "inet6") {
    const isUnknown = serviceNamed(ipvs.services, name) === undefined;
    return { asked: "server", errno: isUnknown ? "ESRCH" : "EAFNOSUPPORT" };
  }
  if (command === "delete-server") return answerOf("server", deleteDestination(ipvs, name, server));
  const { forwarder } = server;
  const isKnownTunnel = encapsulations.some((known) => known.name === server.tunnelType);
  if (forwarder === tunnel && !isKnownTunnel) {
    return { text: `not modelled in LVS Lab: tunnels of type ${server.tunnelType}` };
  }
  const fields: DestinationFields = {
    address: server.address,
    port: server.port,
    weight: server.weight,
    forwarder,
    upperThreshold: server.upperThreshold,
    lowerThreshold: server.lowerThreshold,
    tunnel: { type: server.tunnelType, port: server.tunnelPort, checksum: server.checksum },
  };
  const change = command === "add-server" ? addDestination : editDestination;
  return answerOf("server", change(ipvs, name, fields));
}
