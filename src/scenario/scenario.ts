/**
 * The types of a scenario: a lab written down.
 *
 * Segments and the nodes on them, what is typed on each node before the lab begins, the programs that serve,
 * and a script of commands that shows the point. Lists are in the order of the file, in which nodes are
 * numbered and set up. Addresses are not here: nodes are configured by commands, as machines are.
 */

import type { Nanos } from "#sim/engine/time";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import type { NodeKindName } from "#sim/nodes/node";
import type { SysctlPreset } from "#sim/stack/sysctl";
import type { MacAddress } from "#sim/wire/address";
import type { Topic } from "./topic.ts";

/** A sentence in the languages of the lab. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export interface Scenario {
  readonly title: Words;
  readonly summary?: Words;
  /** The group of scenarios it belongs to. */
  readonly topic?: Topic;
  /** All chance of a run comes from this number; 1 where the file says nothing. */
  readonly seed: number;
  /** Whose boot-time sysctls the nodes have. */
  readonly preset: SysctlPreset;
  /** Switches of every node, set at boot, before those of the node itself. */
  readonly sysctl: readonly SysctlSetting[];
  readonly segments: readonly Segment[];
  readonly nodes: readonly ScenarioNode[];
  readonly script: readonly ScriptStep[];
}

/** What happens to frames on the way. Percentages are parts of a million. */
export interface Impairments {
  /** One way, for each cable: a frame from node to node through a switch crosses two. */
  readonly delay?: Nanos;
  readonly rateBitsPerSecond?: number;
  readonly lossPerMillion?: number;
  readonly duplicatePerMillion?: number;
  readonly reorderPerMillion?: number;
}

/** `switch`: learns. `hub`: repeats to all. `cable`: two devices joined directly. */
export type SegmentKind = "switch" | "hub" | "cable";

/** A link layer of its own: what a switch, a hub or a cable joins. */
export interface Segment extends Impairments {
  readonly name: string;
  readonly kind: SegmentKind;
  /** The MTU of every device here that names none of its own; 1500 where nobody says. */
  readonly mtu?: number;
  /** How long the switch remembers where a MAC address is. */
  readonly ageing?: Nanos;
  /** Where it is drawn. */
  readonly at?: Position;
}

/** Where something is drawn: right and down from the top left. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** A machine. */
export interface ScenarioNode {
  readonly name: string;
  readonly kind: NodeKindName;
  readonly at?: Position;
  /** `undefined`: that of the scenario. */
  readonly preset?: SysctlPreset;
  /** `undefined`: Debian's. */
  readonly kernel?: KernelBuild;
  readonly devices: readonly Device[];
  readonly sysctl: readonly SysctlSetting[];
  /** Written before the setup runs. */
  readonly files: readonly NodeFile[];
  /** Run after the setup. */
  readonly programs: readonly Program[];
  /** Shell lines, run before time zero. */
  readonly setup: string;
}

/** A network device of a node, and the segment it is plugged into. Its impairments are those of its cable. */
export interface Device extends Impairments {
  readonly name: string;
  readonly segment: string;
  readonly mac?: MacAddress;
  readonly mtu?: number;
  readonly txqueuelen?: number;
  /** The VLAN of its port of the switch: frames leave there untagged. */
  readonly vlan?: number;
  /** VLANs that its port carries tagged. */
  readonly trunk?: readonly number[];
}

export interface SysctlSetting {
  readonly name: string;
  readonly value: string;
}

export interface NodeFile {
  readonly path: string;
  readonly text: string;
}

/** A program that serves from time zero on. */
export type Program =
  | ({ readonly kind: "http-server" } & HttpServer)
  | ({ readonly kind: "hold-server" } & Server)
  | ({ readonly kind: "udp-server" } & Server);

/** Where a program listens, and what it calls itself in its answers (the node's name if nothing is said). */
export interface Server {
  readonly port: number;
  readonly address?: string;
  readonly name?: string;
}

/** Serves /var/www/html; a `body` or a `size` in bytes is answered to every request instead. */
export interface HttpServer extends Server {
  readonly body?: string;
  readonly size?: number;
  /** Answers with HTTP/1.1 and waits so long for the next request; without it, HTTP/1.0 and closes. */
  readonly keepAlive?: Nanos;
}

/** A command that is typed at a moment of simulated time. */
export interface ScriptStep {
  readonly at: Nanos;
  readonly on: string;
  readonly run: string;
}

/** The seed of a scenario that names none. */
export const defaultSeed = 1;

/** The MAC address of a device that names none, by its place in the file: node and device count from 0. */
export const defaultMac = (node: number, device: number): MacAddress =>
  (0x020000000000 +
    (Math.floor((node + 1) / 256) % 256) * 65536 +
    ((node + 1) % 256) * 256 +
    device) as MacAddress;
