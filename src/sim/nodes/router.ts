/**
 * A router: a Linux machine that passes packets on between networks.
 */

import type { NodeKind } from "./kind.ts";
import { bringLoopbackUp, makeLinux } from "./linux.ts";

export const router: NodeKind = {
  name: "router",
  make(fields) {
    const node = makeLinux(fields);
    bringLoopbackUp(node.stack);
    return node;
  },
};
