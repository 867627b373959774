/**
 * A row of tabs as the ARIA practices have them: one stop for the Tab key, arrow keys between them.
 */

import { html } from "lit/html.js";

export interface Tabs<Id extends string> {
  /** What the tabs are of, for a screen reader. */
  readonly name: string;
  readonly tabs: readonly { readonly id: Id; readonly text: string }[];
  readonly current: Id;
  /** The id of the element that the tabs show different things in. */
  readonly controls: string;
  readonly onChoose: (id: Id) => void;
}

/** The tabs. */
export function tabsTemplate<Id extends string>({ name, tabs, current, controls, onChoose }: Tabs<Id>) {
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = tabs.findIndex(({ id }) => id === current);
    const to = placeAfter(event.key, at, tabs.length);
    const next = to === undefined ? undefined : tabs[to];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    const list = event.currentTarget;
    if (list instanceof HTMLElement) list.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${name} @keydown=${pressed}>
    ${tabs.map(
      ({ id, text }) => html`<button
        type="button"
        role="tab"
        data-tab=${id}
        aria-selected=${id === current ? "true" : "false"}
        aria-controls=${controls}
        tabindex=${id === current ? 0 : -1}
        @click=${() => onChoose(id)}
      >
        ${text}
      </button>`,
    )}
  </div>`;
}

/** Where a key leads in a row of tabs; nowhere for other keys. */
export function placeAfter(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % count;
    case "ArrowLeft":
      return (at + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
  }
  return undefined;
}
