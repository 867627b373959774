/**
 * What a hop table says without a language: by which rule a machine changed a header field, and what all
 * changes come to. Found in src/ui/inspector/packet/, read by the words of each language.
 */

/** The rule by which a field was changed. */
export type DecidingRule =
  /** IPVS sent a request on by its method: `nat`, `direct`, `tunnel`, `fullnat`. */
  | { readonly kind: "ipvs-request"; readonly method: string; readonly destination: string }
  /** IPVS gave a reply the virtual address back. */
  | { readonly kind: "ipvs-reply"; readonly destination: string }
  | { readonly kind: "ipvs-error"; readonly towards: "client" | "destination" }
  /** A rule of netfilter, by the event's word: `dnat`, `snat`. */
  | { readonly kind: "netfilter"; readonly by: string }
  | { readonly kind: "wrapped" }
  | { readonly kind: "unwrapped"; readonly device: string }
  | { readonly kind: "fragmented"; readonly count: number }
  | { readonly kind: "reassembled" }
  /** Whoever passes a packet on takes one from its time to live. */
  | { readonly kind: "forwarded" }
  /** The neighbour table: the MAC address of the next hop, whose IP address is known there. */
  | { readonly kind: "neighbour"; readonly nextHop: string | undefined; readonly device: string }
  /** Every frame bears the address of the device it leaves by. */
  | { readonly kind: "device"; readonly device: string }
  | { readonly kind: "unexplained" };

export type Way = "request" | "answer";

/** Where a packet comes from and goes to. */
export type EndField = "src" | "dst" | "sport" | "dport";

/** One thing that a hop table comes to. Addresses are as they are to be shown. */
export type HopFact =
  /** `others`: names of further fields that changed, such as `seq`. */
  | {
      readonly kind: "rewrites";
      readonly way: Way;
      readonly node: string;
      readonly ends: readonly EndField[];
      readonly others: readonly string[];
    }
  | {
      readonly kind: "wraps";
      readonly way: Way;
      readonly node: string;
      /** `IPIP`, `GRE`, `GUE` */
      readonly tunnel: string;
      readonly src: string;
      readonly dst: string;
    }
  | { readonly kind: "unwraps"; readonly way: Way; readonly node: string }
  /** Direct routing: nothing above Ethernet but the TTL. */
  | { readonly kind: "redirects"; readonly way: Way; readonly node: string; readonly destination: string }
  /** As every router does: new MAC addresses, one from the TTL. */
  | { readonly kind: "passes"; readonly nodes: readonly string[] }
  | { readonly kind: "fragments"; readonly way: Way; readonly node: string; readonly count: number }
  | {
      readonly kind: "translates-error";
      readonly way: Way;
      readonly node: string;
      readonly towards: "client" | "destination";
    }
  /** Addresses are translated, ports are not. */
  | { readonly kind: "keeps-ports" }
  /** The answer does not come back through the load balancer. */
  | { readonly kind: "goes-past"; readonly node: string }
  /** What comes back is an ICMP error. */
  | { readonly kind: "reports"; readonly node: string; readonly message: string }
  | {
      readonly kind: "asks";
      readonly node: string;
      readonly address: string;
      /** Who answered so far, in this order. */
      readonly answers: readonly string[];
      /** Whether others answer later than at the shown moment. */
      readonly isMore: boolean;
    };
