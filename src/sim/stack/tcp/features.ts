/**
 * Options of a SYN: what this host offers by its sysctls, and what both ends agree on (RFC 7323, RFC 2018).
 */

import type { TcpOptions } from "#sim/wire/tcp";
import type { Stack } from "../stack.ts";
import { defaultMss, type Features, noFeatures } from "./tcp-socket.ts";

/** The scale of the window this host offers, where scaling is on. */
const ownScale = 7;
const largestScale = 14;
const leastMss = 48;

/** What this host puts into a SYN of its own. */
export function offered(stack: Stack): Features {
  const { tcp_sack, tcp_timestamps, tcp_window_scaling } = stack.sysctl.global;
  if (tcp_sack === 0 && tcp_timestamps === 0 && tcp_window_scaling === 0) return noFeatures;
  return {
    sack: tcp_sack !== 0,
    timestamps: tcp_timestamps !== 0,
    sendScale: 0,
    receiveScale: tcp_window_scaling === 0 ? 0 : ownScale,
  };
}

/** What holds after the peer's SYN or SYN-ACK: only what both want. */
export function agreed(own: Features, options: TcpOptions | undefined): Features {
  if (own === noFeatures || options === undefined) return noFeatures;
  const { sackPermitted, timestamps, windowScale } = options;
  const scales = windowScale !== undefined && own.receiveScale !== 0;
  return {
    sack: own.sack && sackPermitted,
    timestamps: own.timestamps && timestamps !== undefined,
    sendScale: scales ? Math.min(windowScale, largestScale) : 0,
    receiveScale: scales ? own.receiveScale : 0,
  };
}

/** The MSS a peer asked for; without the option the least that every host takes (RFC 9293 section 3.7.1). */
export const mssAskedFor = (options: TcpOptions | undefined): number =>
  options?.mss === undefined || options.mss === 0 ? defaultMss : Math.max(options.mss, leastMss);
