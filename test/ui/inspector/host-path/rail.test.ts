/**
 * The line beside the stations joins those of the way, in one piece, and touches no other one's dot.
 */

import { expect, test } from "vitest";
import { laneOf, piecesOf } from "#ui/inspector/host-path/rail";
import { orderOf } from "#ui/inspector/host-path/way";
import type { Beginning, StationName } from "#words/host-path-facts";

const ways: readonly (readonly [Beginning, string])[] = [
  ["arrived", "device-in prerouting source route local-in ipvs local-out postrouting neighbour device-out"],
  ["arrived", "device-in prerouting source route local-in protocol"],
  ["arrived", "device-in prerouting source route ipvs forward postrouting neighbour device-out"],
  ["arrived", "device-in prerouting source route forward postrouting neighbour device-out"],
  ["arrived", "device-in prerouting route local-in ipvs protocol"],
  ["own", "protocol route local-out ipvs postrouting neighbour device-out"],
  ["own", "protocol route local-out postrouting device-out"],
];

test.each(ways)("%s: %s", (beginning, names) => {
  const order = orderOf(beginning);
  const way = names.split(" ").map((name) => order.indexOf(name as StationName));
  expect(way).not.toContain(-1);
  const pieces = piecesOf(order, way);
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    // Where one ends the next begins: in the same row at the dot, or at the top of the row below.
    if (before !== undefined) expect(piece.from).toBe(before.to);
    const isStop = way.includes(piece.row);
    expect(piece.part === "through").toBe(!isStop);
    const station = order[piece.row] as StationName;
    if (piece.part === "through") expect(piece.from).not.toBe(laneOf(station));
    else expect(piece.part === "above" ? piece.to : piece.from).toBe(laneOf(station));
  }
  expect(new Set(pieces.map(({ row }) => row)).size).toBe((way.at(-1) ?? 0) - (way[0] ?? 0) + 1);
});
