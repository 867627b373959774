/** The signs on the player's buttons. */

import { svg } from "lit/html.js";

const paths = {
  start: "M4 3v10M13 3.2v9.6L6 8z",
  back: "M11.5 3.2v9.6L4.5 8z",
  play: "M4.5 2.7v10.6L13 8z",
  pause: "M4.5 3h2.6v10H4.5zM8.9 3h2.6v10H8.9z",
  forward: "M4.5 3.2v9.6L11.5 8z",
  end: "M12 3v10M3 3.2v9.6L10 8z",
} as const;

export type IconName = keyof typeof paths;

/** A sign; the button says in words what it means. */
export const icon = (name: IconName) =>
  svg`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${paths[name]} /></svg>`;
