/**
 * Which marks the ladder shows. What is not asked for is not drawn at all, and takes no room.
 */

import type { Mark, ProtocolName, Row } from "./marks.ts";
import type { IsShown } from "./scale.ts";

export interface Filter {
  /** The number of a flow. */
  readonly flow: number | undefined;
  /** None: all. */
  readonly protocols: readonly ProtocolName[];
  readonly machine: string | undefined;
  readonly isDropsOnly: boolean;
}

export const noFilter: Filter = { flow: undefined, protocols: [], machine: undefined, isDropsOnly: false };

export const isFiltering = ({ flow, protocols, machine, isDropsOnly }: Filter): boolean =>
  flow !== undefined || protocols.length > 0 || machine !== undefined || isDropsOnly;

/**
 * What a filter lets through. Decided row by row, for the arrivals of a frame come later than its sending.
 */
export const shownBy =
  (filter: Filter): IsShown =>
  (mark, row) =>
    isOfMachine(filter, mark, row) && isOfKind(filter, mark);

/** At a machine is what happens there: its own frames with all their arrivals, and what arrives at it. */
function isOfMachine({ machine }: Filter, mark: Mark, { arrival }: Row): boolean {
  if (machine === undefined || mark.node === machine) return true;
  return mark.kind === "sending" && mark.arrivals[arrival]?.node === machine;
}

function isOfKind({ flow, protocols, isDropsOnly }: Filter, mark: Mark): boolean {
  if (flow !== undefined && mark.flow !== flow) return false;
  if (protocols.length > 0 && (mark.protocol === undefined || !protocols.includes(mark.protocol))) {
    return false;
  }
  return !isDropsOnly || (mark.kind === "note" && mark.tone === "drop");
}
