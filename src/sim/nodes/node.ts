/**
 * What a node is: a name, a kind, and its parts.
 */

import type { Ipvs } from "../ipvs/ipvs.ts";
import type { KernelBuild } from "../ipvs/kernel-build.ts";
import type { Bridge } from "../link/bridge.ts";
import type { Stack } from "../stack/stack.ts";

/** What sort of machine a node is; decides how it is drawn and what it is for. */
export type NodeKindName = "client" | "director" | "real-server" | "router" | "host";

export interface NetNode {
  readonly name: string;
  readonly kind: NodeKindName;
  readonly kernel: KernelBuild;
  readonly stack: Stack;
  /** Bridges inside the node (`ip link add br0 type bridge`), by name. */
  readonly bridges: Map<string, Bridge>;
  /** The load balancer, once the ip_vs module is loaded. */
  ipvs: Ipvs | undefined;
}
