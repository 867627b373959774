/**
 * What an engine of persistence is (`ipvsadm --pe`): whoever finds in a packet's content which client it is.
 *
 * Without an engine a client is its address. `engines/index.ts` lists them.
 */

import type { PacketContext } from "../stack/packet-context.ts";

export interface PersistenceEngine {
  readonly name: string;
  /** What identifies the client of this packet; `undefined` drops the packet. */
  readonly dataOf: (context: PacketContext) => string | undefined;
}
