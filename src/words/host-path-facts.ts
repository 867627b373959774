/**
 * The stations of a packet's way inside a host, and what is said of those that it did not come to. No
 * language; found in src/ui/inspector/host-path/, read by the words of each language.
 */

/** Where the kernel looks at a packet: its two devices, netfilter's hooks, and the decisions between them. */
export type StationName =
  | "device-in"
  | "prerouting"
  | "source"
  | "route"
  | "local-in"
  | "ipvs"
  | "protocol"
  | "forward"
  | "local-out"
  | "postrouting"
  | "neighbour"
  | "device-out";

/** How a packet begins its way through the stations. */
export type Beginning =
  /** A frame brought it. */
  | "arrived"
  /** A program or the kernel of this machine made it. */
  | "own"
  /** It was in another one, which ended here. */
  | "unwrapped"
  /** A tunnel device put it around another one. */
  | "wrapped";

/** What became of a packet at a station. */
export type StationState =
  /** Something was recorded there, and it went on. */
  | "passed"
  /** It must have come by, but nothing was recorded. */
  | "silent"
  | "dropped"
  | "delivered"
  | "left"
  | "waiting"
  | "unreached";

/** Why a packet did not come to a station. */
export type Bypass =
  /** It had ended before, or nothing more is recorded. */
  | "ended"
  /** Its way leads elsewhere. */
  | "elsewhere"
  /** It was made here and did not come in. */
  | "own-packet"
  /** No virtual service is configured, so nobody looks. */
  | "no-service"
  /** What comes in by loopback is trusted. */
  | "loopback"
  /** Its source is no address that could be looked up. */
  | "no-source"
  /** The destination had been refused before the source was looked at. */
  | "refused-first"
  /** The source was refused, so the route that was found does not count. */
  | "route-undecided"
  /** The device needs no MAC address. */
  | "no-neighbour";
