/**
 * What a kind of node is: its name, and how one is put together.
 */

import type { NodeFields } from "./linux.ts";
import type { NetNode, NodeKindName } from "./node.ts";

export interface NodeKind {
  readonly name: NodeKindName;
  /** A node of this kind, with loopback up and nothing else configured. */
  readonly make: (fields: NodeFields) => NetNode;
}
