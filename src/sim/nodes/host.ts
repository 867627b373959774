/**
 * A host: any other Linux machine.
 */

import type { NodeKind } from "./kind.ts";
import { bringLoopbackUp, makeLinux } from "./linux.ts";

export const host: NodeKind = {
  name: "host",
  make(fields) {
    const node = makeLinux(fields);
    bringLoopbackUp(node.stack);
    return node;
  },
};
