/**
 * What can be typed to change an outcome: where, which line, and the values that its explanation names.
 */

interface At {
  readonly node: string;
  readonly command: string;
}

export type RemedyFact = At &
  (
    | { readonly kind: "arp-silence"; readonly address: string }
    | { readonly kind: "arp-announce"; readonly address: string }
    | { readonly kind: "forget-neighbour"; readonly address: string }
    | { readonly kind: "move-address"; readonly address: string; readonly device: string }
    | { readonly kind: "narrow-address"; readonly address: string; readonly length: number }
    | { readonly kind: "pass-by-director"; readonly gateway: string; readonly router: string }
    | { readonly kind: "add-address"; readonly address: string; readonly device: string }
    /** Any switch: its name and the value that it gets. */
    | { readonly kind: "set"; readonly name: string; readonly value: string }
    | { readonly kind: "loose-filter"; readonly device: string }
    | { readonly kind: "filter-off"; readonly device: string }
    | { readonly kind: "forward" }
    | { readonly kind: "default-route"; readonly gateway: string; readonly router: string }
    | { readonly kind: "route-through-director"; readonly gateway: string; readonly director: string }
    | { readonly kind: "delete-route"; readonly route: string }
    | { readonly kind: "delete-rule"; readonly priority: string }
    | { readonly kind: "device-up"; readonly device: string }
    | { readonly kind: "load-module"; readonly module: string }
    | { readonly kind: "mtu"; readonly device: string; readonly mtu: number }
    | { readonly kind: "advmss"; readonly mss: number }
    | { readonly kind: "let-icmp-pass" }
    | { readonly kind: "delete-firewall-rule"; readonly rule: string }
    | { readonly kind: "accept-by-policy"; readonly chain: string }
    | { readonly kind: "start-server"; readonly port: number }
    | { readonly kind: "take-datagrams"; readonly port: number }
    | { readonly kind: "weight"; readonly destination: string; readonly weight: number }
    | { readonly kind: "no-threshold"; readonly destination: string }
    | { readonly kind: "add-destination"; readonly destination: string; readonly service: string }
    | { readonly kind: "remove-destination"; readonly destination: string; readonly service: string }
    | { readonly kind: "scheduler"; readonly scheduler: string; readonly service: string }
    | { readonly kind: "no-persistence"; readonly service: string }
    | { readonly kind: "rewrite"; readonly server: string; readonly destination: string }
    | { readonly kind: "local-address"; readonly address: string; readonly service: string }
    | { readonly kind: "longer-queue"; readonly device: string; readonly length: number }
    | { readonly kind: "vlan-device"; readonly device: string; readonly vlan: number }
    | { readonly kind: "undo"; readonly name: string; readonly value: string }
    | { readonly kind: "forget-paths" }
    | { readonly kind: "hear-sync"; readonly syncId: number }
    | { readonly kind: "tunnel-checksum"; readonly isWanted: boolean; readonly destination: string }
    | { readonly kind: "longer-life"; readonly ttl: number }
  );

export type RemedyKind = RemedyFact["kind"];
export type RemedyOf<Kind extends RemedyKind> = Extract<RemedyFact, { readonly kind: Kind }>;
