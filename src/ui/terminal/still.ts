/**
 * A picture of a terminal, laid over its emulator while somebody drags along the timeline or steps through
 * the past: the emulator would have to be emptied and written anew at every place. Whoever reaches for the
 * terminal gets the emulator again.
 */

import type { Terminal } from "@xterm/xterm";
import { html, nothing, render } from "lit/html.js";
import { type StillRow, stillRows } from "./still-rows.ts";

export interface Still {
  /** Shows the last rows of a text. */
  readonly show: (text: string) => void;
  readonly hide: () => void;
}

export function createStill(host: HTMLElement, terminal: Terminal): Still {
  const over = document.createElement("div");
  over.className = "terminal-still";
  over.hidden = true;
  host.append(over);
  let shown = "";
  return {
    show(text) {
      if (over.hidden) takeMeasures(over, host);
      over.hidden = false;
      const drawn = `${terminal.cols} ${terminal.rows} ${text}`;
      if (drawn === shown) return;
      shown = drawn;
      render(stillRows(text, terminal.cols, terminal.rows).map(drawnRow), over);
    },
    hide() {
      over.hidden = true;
    },
  };
}

const drawnRow = (row: StillRow) =>
  html`<div>${row.map(({ text, colour }) => html`<span class=${colour ?? nothing}>${text}</span>`)}</div>`;

/** Takes the type of the emulator's rows, so that nothing moves when one takes the other's place. */
function takeMeasures(over: HTMLElement, host: HTMLElement): void {
  const rows = host.querySelector<HTMLElement>(".xterm-rows");
  const first = rows?.firstElementChild;
  if (rows === null || !(first instanceof HTMLElement)) return;
  const { fontFamily, fontSize } = getComputedStyle(rows);
  const { letterSpacing } = rows.style;
  Object.assign(over.style, { fontFamily, fontSize, letterSpacing, lineHeight: first.style.height });
}
