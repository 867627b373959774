/**
 * A real server: a Linux machine that serves, what a destination of the director stands for.
 */

import type { NodeKind } from "./kind.ts";
import { bringLoopbackUp, makeLinux } from "./linux.ts";

export const realServer: NodeKind = {
  name: "real-server",
  make(fields) {
    const node = makeLinux(fields);
    bringLoopbackUp(node.stack);
    return node;
  },
};
