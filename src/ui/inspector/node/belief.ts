/**
 * A director's belief and the truth: each entry of its connection table beside the sockets that client and
 * server hold at the same moment, and where they differ. All of it is read off recorded rows.
 *
 * Only TCP is compared, for other protocols keep no state at their ends. A client behind address translation
 * is looked for by its port; where it is not found, nothing is claimed.
 */

import type { ConnectionRow, SocketRow } from "#sim/rows";
import type { BeliefKind, Sight } from "#words/belief-facts";

/** What a machine has at a moment. */
export interface MachineRows {
  readonly name: string;
  readonly addresses: ReadonlySet<string>;
  readonly sockets: Iterable<SocketRow>;
  /** It translates sources of what it passes on. */
  readonly translates: boolean;
}

/** One end of a connection: whose, and the state of its socket; `undefined`: there is none. */
export interface End {
  readonly node: string | undefined;
  readonly state: string | undefined;
}

export interface Belief {
  readonly connection: ConnectionRow;
  readonly client: End;
  readonly server: End;
  readonly kind: BeliefKind;
  readonly sight: Sight;
}

/**
 * Compares every TCP entry of a director with its ends, in the order of the entries. What an end has not
 * heard of because it is on its way is no difference.
 */
export function beliefsOf(
  connections: Iterable<ConnectionRow>,
  machines: readonly MachineRows[],
  isUnderWay: (connection: ConnectionRow) => boolean = () => false,
): readonly Belief[] {
  const ends = indexOf(machines);
  return [...connections].flatMap((connection) => {
    if (connection.isTemplate || connection.protocol.toUpperCase() !== "TCP") return [];
    const client = clientOf(connection, machines, ends);
    const server = serverOf(connection, machines, ends);
    const judged = judge(connection, client, server);
    const isOpen = judged.kind !== "agrees" && judged.kind !== "unknown" && isUnderWay(connection);
    const kind = isOpen ? "under-way" : judged.kind;
    return [{ connection, client: client ?? nobody, server: server ?? nobody, ...judged, kind }];
  });
}

const nobody: End = { node: undefined, state: undefined };

type Index = ReadonlyMap<string, ReadonlyMap<string, string>>;

const pairOf = (local: string, remote: string): string => `${local} ${remote}`;

/** The states of TCP sockets by machine and both ends. */
function indexOf(machines: readonly MachineRows[]): Index {
  return new Map(
    machines.map(({ name, sockets }) => {
      const own = new Map<string, string>();
      for (const { protocol, state, local, remote } of sockets) {
        if (protocol === "tcp" && state !== "LISTEN") own.set(pairOf(local, remote), state);
      }
      return [name, own];
    }),
  );
}

const addressOf = (endpoint: string): string => endpoint.slice(0, endpoint.lastIndexOf(":"));
const portOf = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf(":"));

function clientOf(
  { client, virtual }: ConnectionRow,
  machines: readonly MachineRows[],
  ends: Index,
): End | undefined {
  const owner = machines.find(({ addresses }) => addresses.has(addressOf(client)));
  const state = owner && ends.get(owner.name)?.get(pairOf(client, virtual));
  if (state !== undefined) return { node: owner?.name, state };
  if (owner === undefined || owner.translates) return behindTranslation({ client, virtual }, machines, ends);
  return { node: owner.name, state: undefined };
}

/** Translation keeps the port where it can: so the one who uses it towards the service is the client. */
function behindTranslation(
  { client, virtual }: Pick<ConnectionRow, "client" | "virtual">,
  machines: readonly MachineRows[],
  ends: Index,
): End | undefined {
  for (const { name, addresses } of machines) {
    for (const address of addresses) {
      const state = ends.get(name)?.get(pairOf(`${address}${portOf(client)}`, virtual));
      if (state !== undefined) return { node: name, state };
    }
  }
  return undefined;
}

/** The server sees its own address or the virtual one, and the client or what FULLNAT put in its place. */
function serverOf(
  { client, local, virtual, destination }: ConnectionRow,
  machines: readonly MachineRows[],
  ends: Index,
): End | undefined {
  const owners = machines.filter(({ addresses }) => addresses.has(addressOf(destination)));
  const [first] = owners;
  if (first === undefined) return undefined;
  for (const { name } of owners) {
    for (const remote of [client, ...(local === undefined ? [] : [local])]) {
      const own = ends.get(name);
      const state = own?.get(pairOf(destination, remote)) ?? own?.get(pairOf(virtual, remote));
      if (state !== undefined) return { node: name, state };
    }
  }
  return { node: first.name, state: undefined };
}

const replying: ReadonlySet<string> = new Set(["nat", "fullnat"]);

function judge(
  { method, state }: ConnectionRow,
  client: End | undefined,
  server: End | undefined,
): Pick<Belief, "kind" | "sight"> {
  const sight: Sight = replying.has(method) ? "both-ways" : "one-way";
  if (client === undefined || server === undefined) return { kind: "unknown", sight };
  return { kind: kindOf(state, client.state, server.state), sight };
}

/** An end that is done: what waits out TIME_WAIT has closed too. */
const isClosed = (state: string | undefined): boolean =>
  state === undefined || state === "TIME_WAIT" || state === "CLOSE";

const openingStates: ReadonlySet<string> = new Set(["SYN_SENT", "SYN_RECV"]);
const isOpening = (state: string | undefined): boolean => state !== undefined && openingStates.has(state);
const isEstablished = (state: string | undefined): boolean => state === "ESTABLISHED";

/** States of an entry that is being opened. */
const begun: ReadonlySet<string> = new Set(["NONE", "SYN_SENT", "SYN_RECV", "SYNACK"]);
/** States of an entry that is over. */
const over: ReadonlySet<string> = new Set(["CLOSE", "TIME_WAIT"]);

function kindOf(director: string, client: string | undefined, server: string | undefined): BeliefKind {
  if (over.has(director)) return isEstablished(client) || isEstablished(server) ? "given-up" : "agrees";
  if (begun.has(director)) return kindOfBegun(client, server);
  if (isClosed(client) && isClosed(server)) return "both-closed";
  if (isClosed(server)) return "server-unaware";
  if (isClosed(client)) return "client-gone";
  if (director !== "ESTABLISHED") return "agrees";
  const isAsBelieved = [client, server].every((state) => isEstablished(state) || isOpening(state));
  return isAsBelieved ? "agrees" : "behind";
}

function kindOfBegun(client: string | undefined, server: string | undefined): BeliefKind {
  if (isClosed(server)) return "never-opened";
  return isEstablished(client) && isEstablished(server) ? "behind" : "agrees";
}
