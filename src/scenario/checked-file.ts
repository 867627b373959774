/**
 * A scenario file as the checks see it: located values, whatever mistakes are in them, and the lines of text.
 */

import type { Located, LocatedEntry } from "./located.ts";
import { entriesOf, valueAt } from "./located.ts";

export interface CheckedFile {
  readonly root: Located;
  /** The text of the file by lines, for places inside a block of text. */
  readonly lines: readonly string[];
  /** The sysctls of a node that has `eth0`, if known: names outside are mistakes. */
  readonly sysctls?: readonly string[] | undefined;
}

/** The nodes of a file, by name. */
export const nodesOf = (root: Located): readonly LocatedEntry[] => entriesOf(valueAt(root, "nodes"));

/** The devices of a node, by name. */
export const devicesOf = (node: LocatedEntry): readonly LocatedEntry[] =>
  entriesOf(valueAt(node.value, "devices"));

/** The value that names the segment of a device, in either way of writing it. */
export const segmentOf = (device: LocatedEntry): Located | undefined =>
  device.value.kind === "map" ? valueAt(device.value, "segment") : device.value;
