/**
 * The virtual services of a node with their destinations, and how the scheduler compared these when it was
 * asked last.
 */

import { html, nothing } from "lit/html.js";
import type { Candidate, Fraction } from "#sim/ipvs/ipvs-events";
import type { DestinationRow, ServiceRow } from "#sim/rows";
import { sumOf } from "#ui/why/reckoning";
import { endpointText } from "../packet/cell-text.ts";
import type { Pick } from "./last-pick.ts";
import type { CellContext } from "./node-table.ts";

export interface ServicesShown {
  readonly services: ReadonlyMap<string, ServiceRow>;
  readonly destinations: ReadonlyMap<string, DestinationRow>;
  readonly changed: (table: "services" | "destinations") => ReadonlySet<string> | undefined;
  readonly pickOf: (service: string) => Pick | undefined;
  readonly context: CellContext;
  readonly onRow: ((command: string) => void) | undefined;
}

const command = "ipvsadm -Ln";

/** All services. */
export const servicesTemplate = (shown: ServicesShown) =>
  [...shown.services].map(([key, service]) => serviceTemplate(key, service, shown));

function serviceTemplate(key: string, service: ServiceRow, shown: ServicesShown) {
  const { words } = shown.context;
  const pick = shown.pickOf(service.name);
  const isChanged = shown.changed("services")?.has(key) === true;
  const extras = [
    ...(service.persistence === 0 ? [] : [words.persistence(service.persistence)]),
    ...service.flags,
  ];
  return html`<div class="service ${isChanged ? "changed" : ""}">
      ${nameTemplate(service, shown)}
      <span class="scheduler">${service.scheduler}</span>
      ${extras.map((text) => html`<span class="note">${text}</span>`)}
      <p class="note">${words.served(service.connections, service.inPackets, service.outPackets)}</p>
    </div>
    ${destinationsTemplate(service, pick, shown)}
    ${reckoningTemplate(service, pick, shown)}`;
}

function nameTemplate({ name }: ServiceRow, { context, onRow }: ServicesShown) {
  const space = name.indexOf(" ");
  const endpoint = name.slice(space + 1);
  const named = endpointText(endpoint, context.names);
  const text = html`${name.slice(0, space)}
    ${endpoint}${named === endpoint ? nothing : html` <span class="note">${named}</span>`}`;
  if (onRow === undefined) return text;
  const flag = name.startsWith("UDP") ? "-u" : name.startsWith("FWM") ? "-f" : "-t";
  const line = `${command} ${flag} ${endpoint}`;
  const type = (): void => onRow(line);
  return html`<button type="button" class="row-command" title=${line} @click=${type}>${text}</button>`;
}

function destinationsTemplate({ name }: ServiceRow, pick: Pick | undefined, shown: ServicesShown) {
  const { words } = shown.context;
  const { columns } = words;
  const own = [...shown.destinations].filter(([, { service }]) => service === name);
  const hasCost = pick?.candidates.some(({ cost }) => cost !== undefined) === true;
  const label = `${words.sections.services} ${name}`;
  const pickedHead = html`<th scope="col"><span class="sr-only">${words.chosen}</span></th>`;
  return html`<div class="node-table" tabindex="0" role="group" aria-label=${label}>
    <table class="rows table-destinations">
      <thead>
        <tr>
          <th scope="col">${columns.destination}</th>
          <th scope="col">${columns.method}</th>
          <th scope="col" class="number">${columns.weight}</th>
          <th scope="col" class="number">${columns.active}</th>
          <th scope="col" class="number">${columns.inactive}</th>
          ${hasCost ? html`<th scope="col" class="number">${pick?.scheduler}</th>` : nothing}
          ${pick === undefined ? nothing : pickedHead}
        </tr>
      </thead>
      <tbody>
        ${own.map(([key, row]) => destinationTemplate(row, key, { pick, hasCost, shown }))}
      </tbody>
    </table>
  </div>`;
}

interface Around {
  readonly pick: Pick | undefined;
  readonly hasCost: boolean;
  readonly shown: ServicesShown;
}

function destinationTemplate(row: DestinationRow, key: string, { pick, hasCost, shown }: Around) {
  const { words, names } = shown.context;
  const candidate = pick?.candidates.find(({ destination }) => destination === row.destination);
  const isPicked = pick?.chosen === row.destination;
  const named = endpointText(row.destination, names);
  const { persistentConnections: persistent } = row;
  const limits =
    row.upperThreshold === 0 && row.lowerThreshold === 0
      ? undefined
      : words.thresholds(row.lowerThreshold, row.upperThreshold);
  return html`<tr class=${shown.changed("destinations")?.has(key) === true ? "changed" : ""}>
    <td>
      ${row.destination}${named === row.destination ? nothing : html` <span class="note">${named}</span>`}
      ${row.isOverloaded ? html`<span class="bad">${words.overloaded}</span>` : nothing}
      ${limits === undefined ? nothing : html`<span class="note">${limits}</span>`}
      ${persistent === 0 ? nothing : html`<span class="note">${words.persistentCount(persistent)}</span>`}
    </td>
    <td>${row.method}</td>
    <td class="number ${row.weight === 0 ? "tone-bad" : ""}">${row.weight}</td>
    <td class="number">${row.activeConnections}</td>
    <td class="number">${row.inactiveConnections}</td>
    ${hasCost ? costCell(pick, candidate) : nothing}
    ${pick === undefined ? nothing : html`<td class="picked">${isPicked ? `◂ ${words.chosen}` : ""}</td>`}
  </tr>`;
}

/** The number by which a candidate was compared; how it was found is said besides. */
function costCell(pick: Pick | undefined, candidate: Candidate | undefined) {
  const sum = pick === undefined || candidate === undefined ? undefined : sumOf(pick.scheduler, candidate);
  return html`<td class="number" title=${sum ?? nothing}>${costText(candidate?.cost)}</td>`;
}

/** The number by which candidates were compared, to what can be told apart. */
export function costText(cost: Fraction | undefined): string {
  if (cost === undefined) return "–";
  return String(Number((cost.numerator / cost.denominator).toFixed(3)));
}

/** What decided the last pick: the scheduler's own state. */
function reckoningTemplate({ scheduler }: ServiceRow, pick: Pick | undefined, { context }: ServicesShown) {
  const { words } = context;
  if (pick === undefined) return html`<p class="note reckoning">${words.notAsked}</p>`;
  const state = pick.state.map(
    ({ name, value }) => `${name}=${Array.isArray(value) ? value.join(",") : value}`,
  );
  return html`<p class="note reckoning">
    ${words.reckoning(scheduler)}${state.length === 0 ? nothing : html`: <code>${state.join(" ")}</code>`}
  </p>`;
}
