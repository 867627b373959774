/**
 * The forwarding methods. Adding one is a file beside this one and a line here.
 */

import type { Forwarder } from "../forwarder.ts";
import { direct } from "./direct.ts";
import { fullnat } from "./fullnat.ts";
import { nat } from "./nat.ts";
import { tunnel } from "./tunnel.ts";

export const forwarders: readonly Forwarder[] = [nat, direct, tunnel, fullnat];
