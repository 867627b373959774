/**
 * The transport protocols that services can have. Adding one is a file beside this one and a line here.
 */

import type { Protocol } from "../protocol.ts";
import { tcp } from "./tcp.ts";
import { udp } from "./udp.ts";

export const balanced: readonly Protocol[] = [tcp, udp];
