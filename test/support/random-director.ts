/**
 * A director under random hands: services and destinations come, change and go, clients open and close
 * connections, time passes. Everything is drawn from a seed.
 */

import type { Random } from "#sim/engine/random";
import { addDestination, deleteDestination, editDestination } from "#sim/ipvs/destination-admin";
import { direct } from "#sim/ipvs/forwarders/direct";
import { nat } from "#sim/ipvs/forwarders/nat";
import { tunnel } from "#sim/ipvs/forwarders/tunnel";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { schedulers } from "#sim/ipvs/schedulers/index";
import type { ServiceName } from "#sim/ipvs/service";
import { addService, deleteService, editService, flush, type ServiceFields } from "#sim/ipvs/service-admin";
import type { Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { arrive, type Director, directorOf, pass, setVs, vip } from "./director-of.ts";
import { give, ip } from "./stack-of.ts";

/** Marked packets go to one of these, so that schedulers by destination have something to tell apart. */
const marked = ["10.0.0.201", "10.0.0.202", "10.0.0.203"] as const;
const mark = 7;
const kernel: KernelBuild = "mainline";

export interface RandomDirector extends Director {
  readonly random: Random;
  /** The scheduler of every service; left out: any, drawn anew each time. */
  readonly scheduler: string | undefined;
}

/** A director with a TCP, a UDP and a marked service, each with some destinations. */
export function randomDirector(random: Random, scheduler?: string): RandomDirector {
  const director: RandomDirector = { ...directorOf(kernel), random, scheduler };
  for (const address of marked) give(director.stack, "eth0", `${address}/32`);
  const expiration = oneOf([5, 86_400], random);
  setVs(director, { lblc_expiration: expiration, lblcr_expiration: expiration });
  for (const name of serviceNames) {
    addService(director.ipvs, name, serviceFields(director));
    for (let count = random.below(5); count > 0; count--) {
      addDestination(director.ipvs, name, destinationFields(director, name));
    }
  }
  return director;
}

const vipAddress = ip(vip);
const tcpName: ServiceName = { kind: "endpoint", protocol: protocols.tcp, address: vipAddress, port: 80 };
const udpName: ServiceName = { ...tcpName, protocol: protocols.udp };
const markName: ServiceName = { kind: "mark", mark };
const serviceNames: readonly ServiceName[] = [tcpName, udpName, markName];

export const oneOf = <Item>(items: readonly Item[], random: Random): Item =>
  items[random.below(items.length)] as Item;

const happens = (percent: number, random: Random): boolean => random.below(100) < percent;

export function serviceFields({ random, scheduler }: RandomDirector): ServiceFields {
  return {
    scheduler: scheduler ?? oneOf(schedulers, random).name,
    schedulerFlags: random.below(4),
    persistent: happens(20, random) ? 1 + random.below(100) : undefined,
    isOnePacket: happens(10, random),
  };
}

function destinationFields({ random }: RandomDirector, name: ServiceName) {
  const upperThreshold = happens(30, random) ? 1 + random.below(6) : 0;
  return {
    address: (ip("10.0.0.11") + random.below(5)) as Ipv4Address,
    port: name.kind === "mark" ? 0 : 80,
    weight: happens(20, random) ? 0 : 1 + random.below(6),
    forwarder: oneOf([nat, nat, direct, tunnel], random),
    upperThreshold,
    lowerThreshold: happens(50, random) ? random.below(upperThreshold + 1) : 0,
  };
}

/** Something happens; answers what, for the message of a test that fails. */
export function actAtRandom(director: RandomDirector): string {
  const { random } = director;
  const draw = random.below(100);
  if (draw < 60) return sendAtRandom(director);
  if (draw < 70) return waitAtRandom(director);
  return administerAtRandom(director);
}

/** A packet of a client or, in answer to one, of a destination. */
export function sendAtRandom(director: RandomDirector): string {
  const { random } = director;
  const from = `192.168.50.${10 + random.below(6)}:${40_000 + random.below(8)}`;
  const name = oneOf(serviceNames, random);
  const to = name === markName ? oneOf(marked, random) : vip;
  const letters = oneOf(["S", "S", "S", "A", "PA", "FA", "R"], random);
  const kind = name === udpName || (name === markName && happens(30, random)) ? "udp" : letters;
  const sent = arrive(director, "eth0", [kind, from, `${to}:80`], { mark: name === markName ? mark : 0 });
  const [first] = sent;
  const isForServer =
    first !== undefined && first.payload.kind === "tcp" && first.dst >>> 8 === ip("10.0.0.0") >>> 8;
  if (isForServer && happens(60, random)) {
    const answer = oneOf(["SA", "A", "FA", "R"], random);
    arrive(director, "eth1", [answer, `10.0.0.${first.dst & 0xff}:80`, from]);
  }
  return `${kind} from ${from} to ${to}`;
}

function waitAtRandom(director: RandomDirector): string {
  const duration = oneOf([0.5, 1, 5, 11, 61, 130, 200, 1000], director.random);
  pass(director, duration);
  return `${duration} s pass`;
}

function administerAtRandom(director: RandomDirector): string {
  const { ipvs, random } = director;
  const name = oneOf(serviceNames, random);
  const fields = destinationFields(director, name);
  const service = name.kind === "mark" ? "FWM" : name.protocol;
  const { weight, upperThreshold, lowerThreshold } = fields;
  const whom = `${service} ${fields.address & 0xff} -w ${weight} -x ${upperThreshold} -y ${lowerThreshold}`;
  const draw = random.below(100);
  if (draw < 30) {
    addDestination(ipvs, name, fields);
    return `add ${whom}`;
  }
  if (draw < 55) {
    editDestination(ipvs, name, fields);
    return `edit ${whom}`;
  }
  if (draw < 75) {
    deleteDestination(ipvs, name, fields);
    return `delete ${whom}`;
  }
  return administerService(director, name, draw);
}

function administerService(director: RandomDirector, name: ServiceName, draw: number): string {
  const { ipvs, random } = director;
  const text = JSON.stringify(name);
  if (draw < 82) {
    editService(ipvs, name, serviceFields(director));
    return `edit service ${text}`;
  }
  if (draw < 94) {
    addService(ipvs, name, serviceFields(director));
    return `add service ${text}`;
  }
  if (draw < 96) {
    deleteService(ipvs, name);
    return `delete service ${text}`;
  }
  if (draw < 97) {
    flush(ipvs);
    return "flush";
  }
  const setting = oneOf(["expire_nodest_conn", "expire_quiescent_template", "conn_reuse_mode"], random);
  setVs(director, { [setting]: random.below(2) });
  return setting;
}
