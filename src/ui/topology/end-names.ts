/**
 * Where the names of devices are written at the ends of cables, so that other words keep off them.
 */

import type { Box } from "./geometry.ts";
import { endNameSize, nameOfEnd } from "./links-layer.ts";
import type { Stage } from "./stage.ts";

/** The boxes of all such names as they are drawn. */
export function endNameBoxes({ scene, model, measure }: Stage): Box[] {
  if (scene === undefined || model === undefined) return [];
  return model.cables.flatMap(({ key, node, device }) => {
    const line = scene.lines.get(key);
    if (line === undefined || !scene.named.has(node)) return [];
    const { x, y, anchor } = nameOfEnd(line, scene.boxes.get(node));
    const width = measure(device, endNameSize, "sans");
    const left = anchor === "end" ? x - width : x;
    return [{ x: left, y: y - endNameSize / 2, width, height: endNameSize }];
  });
}
