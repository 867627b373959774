/**
 * What a capture filter is once it has been read: a tree of tests on one frame.
 */

/** Which of the two ends of a packet a test looks at. */
export type Side = "src" | "dst" | "either" | "both";

/** Which headers a test is about; `undefined`: whatever fits. */
export type Layer = "ether" | "ip" | "ip6" | "arp" | "rarp" | "icmp" | "tcp" | "udp" | "sctp" | "other";

export type Test =
  | { readonly kind: "and" | "or"; readonly left: Test; readonly right: Test }
  | { readonly kind: "not"; readonly test: Test }
  | { readonly kind: "host"; readonly layer: Layer | undefined; readonly side: Side; readonly net: Net }
  | { readonly kind: "mac"; readonly side: Side; readonly mac: number }
  | { readonly kind: "port"; readonly layer: Layer | undefined; readonly side: Side; readonly ports: Ports }
  | { readonly kind: "ether-type"; readonly type: number }
  | { readonly kind: "ip-protocol"; readonly protocol: number }
  | { readonly kind: "group"; readonly layer: "ether" | "ip"; readonly group: "broadcast" | "multicast" }
  | { readonly kind: "length"; readonly atLeast: boolean; readonly length: number }
  | { readonly kind: "vlan"; readonly id: number | undefined }
  | { readonly kind: "direction"; readonly direction: "in" | "out" }
  | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Term; readonly right: Term };

/** An address with the bits of it that count. */
export interface Net {
  readonly address: number;
  readonly mask: number;
}

export interface Ports {
  readonly from: number;
  readonly to: number;
}

export type Comparison = "=" | "!=" | "<" | ">" | "<=" | ">=";

/** A number worked out from a frame. */
export type Term =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "frame-length" }
  | { readonly kind: "field"; readonly layer: Layer; readonly offset: Term; readonly size: number }
  | { readonly kind: "negative"; readonly term: Term }
  | { readonly kind: "operation"; readonly operator: string; readonly left: Term; readonly right: Term };

/** A filter that cannot be read, in the words of the tool. */
export class FilterError extends Error {}

export const syntaxError = (): FilterError => new FilterError("can't parse filter expression: syntax error");
