/**
 * What stands in cells of more than one table: addresses with their roles, MAC addresses with their owners.
 */

import { endpointText } from "../packet/cell-text.ts";
import type { CellContent, CellContext } from "./node-table.ts";

export const plain = (text: string | number): CellContent => ({ text: String(text) });
const shortMac = (mac: string): string => `…:${mac.slice(-5)}`;

/** A role, where addresses are shown as such: tables keep the numbers, as commands do. */
export function roleOf(address: string, { names }: CellContext): string | undefined {
  const name = names.text(address);
  return name === address ? undefined : name;
}

export function macCell(mac: string | undefined, { names, words }: CellContext): CellContent {
  if (mac === undefined) return { text: words.noAnswer, tone: "muted" };
  if (/^00(:00)+$/.test(mac)) return { text: "–", tone: "muted" };
  const owner = names.ownerOf(mac);
  return { text: shortMac(mac), note: owner, title: owner === undefined ? mac : `${mac}, ${owner}` };
}

export function endpointCell(endpoint: string, { names }: CellContext): CellContent {
  const named = endpointText(endpoint, names);
  return { text: endpoint, note: named === endpoint ? undefined : named.slice(0, named.lastIndexOf(":")) };
}
