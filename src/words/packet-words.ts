/**
 * The words for what a frame is, on stage and ladder: short enough to travel beside it. Addresses come as
 * they are to be shown, machines by their names.
 */

export interface PacketWords {
  readonly whoHas: (address: string) => string;
  /** The second line of a question. */
  readonly tell: (address: string) => string;
  readonly isAt: (address: string, machine: string) => string;
  /** Said without being asked. */
  readonly announces: (address: string, machine: string) => string;
  /** Whether anybody else has an address, before it is used. */
  readonly probes: (address: string) => string;
  readonly ping: string;
  readonly pong: string;
  readonly unreachable: {
    readonly net: string;
    readonly host: string;
    readonly protocol: string;
    readonly port: string;
    readonly prohibited: string;
    readonly other: string;
  };
  readonly tooBig: (mtu: number) => string;
  readonly redirect: (gateway: string) => string;
  readonly ttlExpired: string;
  readonly icmpOther: (type: number, code: number) => string;
  readonly fragment: (offset: number) => string;
  readonly bytes: (count: number) => string;
  readonly syncMessage: (records: number) => string;
  readonly joinsGroups: string;
  readonly advertisement: (router: number, priority: number) => string;
}
