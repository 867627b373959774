/**
 * The filters of the ladder: a flow, protocols, a machine, drops only.
 */

import { html, nothing, render } from "lit/html.js";
import type { LadderWords } from "#words/ladder-words";
import { type Filter, isFiltering, noFilter } from "./filter.ts";
import type { Flow } from "./flows.ts";
import { type ProtocolName, protocolNames } from "./marks.ts";

export interface FilterBar {
  readonly filter: Filter;
  readonly words: LadderWords;
  readonly isOpen: boolean;
  readonly machines: readonly string[];
  readonly flows: readonly Flow[];
  /** The flow of the selected event. */
  readonly chosenFlow: number | undefined;
  readonly flowText: (flow: Flow) => string;
  readonly set: (filter: Filter) => void;
  readonly toggle: () => void;
}

/** Flows that the menu offers at most, the latest. */
const mostFlows = 40;

export function drawFilterBar(host: HTMLElement, bar: FilterBar): void {
  const { words, isOpen, toggle, filter } = bar;
  render(
    html`<button
        class="ladder-open"
        aria-expanded=${isOpen}
        aria-label=${words.filter.open}
        title=${words.filter.open}
        @click=${toggle}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3h12L9.5 8.5V13l-3-1.6V8.5z" /></svg>
        ${isFiltering(filter) ? html`<span class="ladder-active" aria-hidden="true"></span>` : nothing}
      </button>
      ${isOpen ? filters(bar) : nothing}`,
    host,
  );
}

function filters(bar: FilterBar) {
  const { filter, words, set } = bar;
  const said = words.filter;
  const chip = (text: string, isOn: boolean, next: Filter) =>
    html`<button class="chip" aria-pressed=${isOn} @click=${() => set(next)}>${text}</button>`;
  const protocols = protocolNames.map((name) =>
    chip(name === "other" ? said.otherProtocols : name.toUpperCase(), filter.protocols.includes(name), {
      ...filter,
      protocols: toggled(filter.protocols, name),
    }),
  );
  return html`<div class="ladder-chips" role="group" aria-label=${said.name}>
    ${flowMenu(bar)} ${protocols} ${machineMenu(bar)}
    ${chip(said.drops, filter.isDropsOnly, { ...filter, isDropsOnly: !filter.isDropsOnly })}
    ${
      isFiltering(filter)
        ? html`<button class="chip clear" @click=${() => set(noFilter)}>${said.clear}</button>`
        : nothing
    }
  </div>`;
}

const toggled = (names: readonly ProtocolName[], name: ProtocolName): ProtocolName[] =>
  names.includes(name) ? names.filter((other) => other !== name) : [...names, name];

function flowMenu({ filter, words, flows, chosenFlow, flowText, set }: FilterBar) {
  const offered = flows.slice(-mostFlows);
  const kept = [filter.flow, chosenFlow].flatMap((number) => flows[number ?? -1] ?? []);
  const extra = kept.filter((flow, index) => !offered.includes(flow) && kept.indexOf(flow) === index);
  const textOf = (flow: Flow): string =>
    flow.number === chosenFlow ? words.filter.thisFlow(flowText(flow)) : flowText(flow);
  return html`<select
    class=${filter.flow === undefined ? "chip" : "chip on"}
    aria-label=${words.filter.flow}
    @change=${({ target }: Event) => {
      const { value } = target as HTMLSelectElement;
      set({ ...filter, flow: value === "" ? undefined : Number(value) });
    }}
  >
    <option value="" ?selected=${filter.flow === undefined}>${words.filter.allFlows}</option>
    ${[...extra, ...offered].map(
      (flow) =>
        html`<option value=${flow.number} ?selected=${flow.number === filter.flow}>${textOf(flow)}</option>`,
    )}
  </select>`;
}

function machineMenu({ filter, words, machines, set }: FilterBar) {
  return html`<select
    class=${filter.machine === undefined ? "chip" : "chip on"}
    aria-label=${words.filter.machine}
    @change=${({ target }: Event) => {
      const { value } = target as HTMLSelectElement;
      set({ ...filter, machine: value === "" ? undefined : value });
    }}
  >
    <option value="" ?selected=${filter.machine === undefined}>${words.filter.allMachines}</option>
    ${machines.map(
      (name) => html`<option value=${name} ?selected=${name === filter.machine}>${name}</option>`,
    )}
  </select>`;
}
