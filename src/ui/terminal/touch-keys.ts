/**
 * Keys that the keyboard on a phone's screen lacks, as a row of buttons. Pressing one leaves the cursor where
 * it is, so that the keyboard stays open.
 */

import { html, render } from "lit/html.js";

const keys: readonly (readonly [string, string])[] = [
  ["Tab", "\t"],
  ["Esc", "\x1b"],
  ["Ctrl+C", "\x03"],
  ["Ctrl+D", "\x04"],
  ["↑", "\x1b[A"],
  ["↓", "\x1b[B"],
  ["←", "\x1b[D"],
  ["→", "\x1b[C"],
];

/** Draws the row; `press` gets what a key sends. */
export function drawTouchKeys(host: HTMLElement, label: string, press: (data: string) => void): void {
  host.setAttribute("role", "group");
  host.setAttribute("aria-label", label);
  render(
    keys.map(
      ([name, data]) => html`<button
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => press(data)}
      >
        ${name}
      </button>`,
    ),
    host,
  );
}
