/** Our own drawings of the kinds of machines: lines on a square of 24. */

import type { NodeKindName } from "#sim/nodes/node";

export const iconSize = 24;

export const icons: Readonly<Record<NodeKindName, string>> = {
  // A screen on its foot.
  client: "M3 4.5h18v12H3zM12 16.5v3.5M8 20h8",
  // Onwards.
  router: "M12 2.8a9.2 9.2 0 1 0 0 18.4a9.2 9.2 0 0 0 0-18.4zM7 12h10M13.2 8.2L17 12l-3.8 3.8",
  // One way in, three ways on.
  director: "M12 21.5V3.5M8.6 6.9L12 3.5l3.4 3.4M12 16L4.5 8.5M4.5 13V8.5H9M12 16l7.5-7.5M15 8.5h4.5V13",
  // Two drawers of a rack.
  "real-server": "M3.5 4h17v7h-17zM3.5 13h17v7h-17zM7 7.5h.01M7 16.5h.01M11.5 7.5h5.5M11.5 16.5h5.5",
  // A tower.
  host: "M6.5 3h11v18h-11zM10 7h4M10 10.5h4M12 17h.01",
};
