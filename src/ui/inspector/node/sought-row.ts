/**
 * The row that a person was led to, as from a value in an explanation: its section is opened, it is marked
 * and brought into sight, and the keyboard goes on from it.
 */

import type { TableName } from "#sim/rows";
import type { PageState, SoughtRow } from "#ui/store";

/** The key of the sought row, where it is one of a table of a node. */
export function soughtIn(
  { sought, selection }: Pick<PageState, "sought" | "selection">,
  node: string,
  table: TableName,
): string | undefined {
  if (sought === undefined || sought.node !== node || sought.table !== table) return undefined;
  return sought.event === selection.event ? sought.key : undefined;
}

/** Brings the marked row into sight; answers whether there is one. */
export function revealSought(host: HTMLElement): boolean {
  const row = host.querySelector("tr.sought");
  row?.scrollIntoView({ block: "center" });
  row?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  return row !== null;
}

/** Whether it is another one than was shown last. */
export const isNewlySought = (sought: SoughtRow | undefined, shown: SoughtRow | undefined): boolean =>
  sought !== undefined && sought !== shown;
