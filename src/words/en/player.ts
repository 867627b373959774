/** The words of the player. */

import type { PlayerWords } from "../player-words.ts";

export const player: PlayerWords = {
  play: "Play",
  pause: "Pause",
  toStart: "To the start",
  toEnd: "To the end of what is recorded",
  unit: "Step by",
  units: { event: "event", hop: "hop", decision: "pick", drop: "drop", request: "request" },
  back: {
    event: "One event back",
    hop: "One hop back",
    decision: "Back to the pick before",
    drop: "Back to the drop before",
    request: "Back to the end of the request before",
  },
  forward: {
    event: "One event on",
    hop: "One hop on",
    decision: "On to the next pick of a server",
    drop: "On to the next drop",
    request: "On to the end of the request",
  },
  speed: "Speed",
  times: (factor) => `${factor}×`,
  real: "Real time",
  max: "No limit",
  stopOn: {
    name: "Where playing stops by itself",
    button: (what) => (what.length === 0 ? "Stop on…" : `Stop on: ${what.join(", ")}`),
    drop: "drop",
    pick: "pick",
    vip: "ARP for VIP",
  },
  timeline: {
    name: "Timeline",
    value: (time, position, total) => `${time}, after event ${position} of ${total}`,
  },
  now: "now",
  past: "past · typing forks here",
  forks: "A command typed now starts a new branch from this moment.",
  allQuiet: "all quiet",
  full: "recording is full",
};
