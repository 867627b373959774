/**
 * What an explanation is made of besides the event itself: the switches as they were at that moment, and what
 * other machines' tables say. No language; found in src/ui/why/, read by the words of each language.
 */

import type { DecidingSetting, LinkDropReason } from "#sim/link/link-events";
import type { DestinationRow } from "#sim/rows";
import type { RouteFacts } from "#sim/stack/route";
import type { DropReason } from "#sim/stack/verdict";
import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import type { ArpMessage } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { CaptionWords } from "./caption-words.ts";
import type { Names } from "./names.ts";

/**
 * How `conf/all` and a device's value combine: the larger, one suffices, both are needed, no other counts.
 */
export type SettingRule = "max" | "either" | "both" | "alone";

/** One of the values that a switch could have got its effect from. */
export interface SettingValue {
  /** `all`, a device's name, or the whole name of a switch that has no device. */
  readonly scope: string;
  readonly name: string;
  readonly value: string;
  readonly counts: boolean;
}

/** A switch that decided, with every value it was made of. */
export interface SettingFacts {
  /** `arp_ignore` */
  readonly field: string;
  readonly rule: SettingRule;
  readonly device: string | undefined;
  readonly effective: string;
  /** The sysctl whose value counted, or what else decided (`rule 1`). */
  readonly from: string;
  readonly values: readonly SettingValue[];
}

/** A virtual address, and the machine whose service it is. */
export interface VipFacts {
  readonly address: string;
  readonly service: string;
  readonly director: string;
  /** The machine that is explained is that director. */
  readonly isHere: boolean;
  /** The machine that is explained is a real server of the service that gets packets for this address. */
  readonly isServer: boolean;
}

/** Where an earlier packet of the same connection ended. */
export interface EarlierDrop {
  readonly event: number;
  readonly node: string;
  readonly reason: DropReason | LinkDropReason;
}

/** Whom a frame is for, seen from the device that it is at; `self`: it goes by loopback. */
export type FrameTarget = "me" | "all" | "group" | "other" | "self";

/**
 * An address whose length makes a whole subnet this host's own: on loopback, where it was to be one address.
 */
export interface WideAddress {
  readonly address: string;
  readonly length: number;
  readonly device: string;
}

/** What the tables of all machines said at that moment; a field is there where it says something. */
export interface Surroundings {
  readonly vip?: VipFacts;
  /** The device of this machine that holds the address in question. */
  readonly holder?: string;
  /** The machine that the MAC address in question belongs to, or the IP address where there is no MAC. */
  readonly owner?: string;
  /** The machine of the MAC address that was kept. */
  readonly keptOwner?: string;
  readonly target?: FrameTarget;
  /** By which device the packet came in. */
  readonly arrivedOn?: string;
  /** A machine on the link that passes packets on. */
  readonly gateway?: { readonly node: string; readonly address: string };
  /** Endpoints where programs of this machine listen by the protocol of the packet. */
  readonly listening?: readonly string[];
  /** The other end that a socket with the packet's port waits for. */
  readonly expected?: string;
  readonly destinations?: readonly DestinationRow[];
  readonly tunnel?: { readonly device: string; readonly isUp: boolean };
  readonly earlier?: EarlierDrop;
  /** Why a foreign address counts as this host's own. */
  readonly wide?: WideAddress;
  /** The address that was asked for by ARP in vain, or is asked for. */
  readonly nextHop?: string;
}

/** All that a sentence may draw on. */
export interface About extends Surroundings {
  readonly node: string;
  readonly names: Names;
  readonly captions: CaptionWords;
  /** The switch that decided, if one did. */
  readonly decided: SettingFacts | undefined;
}

/** What ended, and the values that the one who ended it knew. */
export interface Ended extends About {
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  readonly packet: Ipv4Packet | undefined;
  readonly message: ArpMessage | undefined;
  readonly setting: DecidingSetting | undefined;
  readonly way: RouteFacts | undefined;
}

export interface FrameEnded extends About {
  readonly device: string;
  readonly frame: EthernetFrame;
  readonly setting: DecidingSetting | undefined;
}

/** A question that an answer came from without an event of its own. */
export type Question =
  /** Is an address this machine's own? */
  | { readonly kind: "own-address"; readonly address: Ipv4Address; readonly holder: string }
  /** May a request for an own address be answered here? */
  | { readonly kind: "arp-ignore"; readonly address: Ipv4Address; readonly device: string }
  /** Is somebody else's address answered for? */
  | { readonly kind: "proxy"; readonly address: Ipv4Address; readonly behind: string }
  /** As whom is asked? */
  | {
      readonly kind: "arp-announce";
      readonly device: string;
      readonly chosen: Ipv4Address;
      /** The source of the packet that waits. */
      readonly waiting: Ipv4Address | undefined;
    }
  /** Whose MAC address has the next hop? */
  | {
      readonly kind: "neighbour";
      readonly address: string;
      readonly mac: MacAddress;
      readonly state: string;
      readonly device: string;
    }
  /** Is there a virtual service for it? */
  | { readonly kind: "service"; readonly service: string; readonly scheduler: string }
  /** Is the connection known? */
  | { readonly kind: "known-entry"; readonly destination: string };
