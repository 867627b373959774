/**
 * A client: a Linux machine that asks for services.
 */

import type { NodeKind } from "./kind.ts";
import { bringLoopbackUp, makeLinux } from "./linux.ts";

export const client: NodeKind = {
  name: "client",
  make(fields) {
    const node = makeLinux(fields);
    bringLoopbackUp(node.stack);
    return node;
  },
};
