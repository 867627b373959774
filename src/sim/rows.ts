/**
 * The rows of a node's tables as plain values: what the shell's listings, the inspector and tests show of one
 * moment.
 *
 * Addresses are text, times count in nanoseconds of the simulation, and a row never refers to anything alive,
 * so it can be kept, compared and sent elsewhere.
 */

/** A network device, as `ip -s link` shows it. */
export interface DeviceRow {
  readonly name: string;
  readonly index: number;
  readonly kind: string;
  readonly mac: string;
  readonly mtu: number;
  readonly isUp: boolean;
  readonly hasCarrier: boolean;
  readonly rxPackets: number;
  readonly rxBytes: number;
  readonly rxDropped: number;
  readonly txPackets: number;
  readonly txBytes: number;
  readonly txDropped: number;
}

export interface AddressRow {
  readonly device: string;
  readonly address: string;
  readonly prefixLength: number;
  readonly scope: string;
  readonly isSecondary: boolean;
  readonly label: string;
}

/** A route; `text` is the line of `ip route`. */
export interface RouteRow {
  readonly table: string;
  readonly type: string;
  readonly destination: string;
  readonly via: string | undefined;
  readonly device: string | undefined;
  readonly text: string;
}

/** A rule of policy routing; `text` is the line of `ip rule`. */
export interface PolicyRow {
  readonly priority: number;
  readonly text: string;
}

export interface NeighbourRow {
  readonly device: string;
  readonly address: string;
  /** `undefined` while nobody has answered. */
  readonly mac: string | undefined;
  readonly state: string;
}

export interface SysctlRow {
  readonly name: string;
  readonly value: string;
  /** Its value when the machine started. */
  readonly initial: string;
}

/** A virtual service; `name` is as in events: `TCP 10.0.0.10:80`, `FWM 1`. */
export interface ServiceRow {
  readonly name: string;
  readonly scheduler: string;
  readonly flags: readonly string[];
  /** Seconds; 0: not persistent. */
  readonly persistence: number;
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
}

export interface DestinationRow {
  readonly service: string;
  readonly destination: string;
  readonly method: string;
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  readonly persistentConnections: number;
  /** 0: no threshold. */
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  readonly isOverloaded: boolean;
}

/** An entry of the IPVS connection table, named as in events. */
export interface ConnectionRow {
  readonly protocol: string;
  readonly client: string;
  readonly virtual: string;
  readonly local: string | undefined;
  readonly destination: string;
  readonly method: string;
  readonly state: string;
  readonly isTemplate: boolean;
  /** When it ends if nothing more comes, in nanoseconds of the simulation. */
  readonly expiresAt: number;
}

/** A socket, as `ss` shows it; the words of states are those of events (`ESTABLISHED`, `TIME_WAIT`). */
export interface SocketRow {
  readonly protocol: string;
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  readonly receiveQueue: number;
  readonly sendQueue: number;
}

/** A rule or policy of iptables or arptables; `text` is as `-S` prints it. */
export interface FilterRow {
  /** As the command is called: `iptables`, `arptables-legacy`. */
  readonly tool: string;
  readonly table: string;
  readonly chain: string;
  /** From 1 in its chain; 0: what declares the chain (its policy). */
  readonly number: number;
  readonly text: string;
  readonly packets: number;
}

/** A counter of `nstat`. */
export interface CounterRow {
  readonly name: string;
  readonly value: number;
}

/** What a switch knows: the port behind which a MAC address is. */
export interface FdbRow {
  readonly mac: string;
  readonly port: string;
  readonly vlan: number;
}

/** The tables of a node (of a switch: `fdb` only) and the rows in them. Rows have no order of their own. */
export interface TableRows {
  readonly devices: DeviceRow;
  readonly addresses: AddressRow;
  readonly routes: RouteRow;
  readonly policies: PolicyRow;
  readonly neighbours: NeighbourRow;
  readonly sysctls: SysctlRow;
  readonly services: ServiceRow;
  readonly destinations: DestinationRow;
  readonly connections: ConnectionRow;
  readonly sockets: SocketRow;
  readonly filters: FilterRow;
  readonly counters: CounterRow;
  readonly fdb: FdbRow;
}

export type TableName = keyof TableRows;
export type Row = TableRows[TableName];

export const tableNames = [
  "devices",
  "addresses",
  "routes",
  "policies",
  "neighbours",
  "sysctls",
  "services",
  "destinations",
  "connections",
  "sockets",
  "filters",
  "counters",
  "fdb",
] as const satisfies readonly TableName[];
