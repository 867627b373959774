/**
 * No forwarding: the packet goes on to this node itself.
 *
 * Nobody chooses it: entries have it that came by synchronization with a method of no destination here.
 */

import { accept } from "#sim/stack/verdict";
import type { Forwarder } from "../forwarder.ts";

export const local: Forwarder = {
  name: "local",
  listed: "Local",
  number: 1,
  rewritesDestination: false,
  forward: () => accept,
};
