/**
 * A list to be put in order: by dragging, or with the buttons at each item.
 */

import { html } from "lit/html.js";
import type { Question } from "#lesson/lesson";
import { inlines } from "./markdown.ts";
import type { Shown } from "./shown.ts";

type Order = Extract<Question, { readonly kind: "order" }>;

/** The names with one of them at another place. */
export function moved(names: readonly string[], from: number, to: number): readonly string[] {
  const name = names[from];
  if (name === undefined || to < 0 || to >= names.length) return names;
  return names.toSpliced(from, 1).toSpliced(to, 0, name);
}

/** As the events stand in the file: an order like any other, to begin with. */
export function orderList({ session, words, said }: Shown, { events }: Order) {
  const { draft } = session;
  const names = draft?.kind === "order" ? draft.names : events.map(({ name }) => name);
  const move = (from: number, to: number): void => {
    session.draft = { kind: "order", names: moved(names, from, to) };
    session.onChange();
  };
  const dragged = (event: DragEvent): number => Number(event.dataTransfer?.getData("text/plain") ?? -1);
  return html`<ol class="order">
    ${names.map((name, index) => {
      const text = words.options[name] ?? name;
      return html`<li
        draggable="true"
        @dragstart=${(event: DragEvent) => event.dataTransfer?.setData("text/plain", String(index))}
        @dragover=${(event: DragEvent) => event.preventDefault()}
        @drop=${(event: DragEvent) => {
          event.preventDefault();
          move(dragged(event), index);
        }}
      >
        <span>${inlines(text)}</span>
        <button
          class="button"
          aria-label=${said.panel.up(text)}
          ?disabled=${index === 0}
          @click=${() => move(index, index - 1)}
        >
          ↑
        </button>
        <button
          class="button"
          aria-label=${said.panel.down(text)}
          ?disabled=${index === names.length - 1}
          @click=${() => move(index, index + 1)}
        >
          ↓
        </button>
      </li>`;
    })}
  </ol>`;
}
