/**
 * What an engine of persistence is (`ipvsadm --pe`): whoever finds in packets' content what belongs
 * together.
 *
 * Without an engine that is all of a client's network. `engines/index.ts` lists them.
 */

import type { PacketContext } from "../stack/packet-context.ts";

export interface PersistenceEngine {
  readonly name: string;
  /** What this packet has in common with others of its client's network; `undefined` drops the packet. */
  readonly dataOf: (context: PacketContext) => string | undefined;
  /** Datagrams that destinations send unasked get entries too. */
  readonly followsDestinations: boolean;
}
