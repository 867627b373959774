/**
 * A director: a Linux machine with the load balancer's module loaded.
 */

import type { NodeKind } from "./kind.ts";
import { bringLoopbackUp, makeLinux } from "./linux.ts";
import { loadIpvsModule } from "./modules.ts";

export const director: NodeKind = {
  name: "director",
  make(fields) {
    const node = makeLinux(fields);
    bringLoopbackUp(node.stack);
    loadIpvsModule(node);
    return node;
  },
};
