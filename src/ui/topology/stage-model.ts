/**
 * What the stage shows of the machines at a moment: a card each, what joins them, which cables are broken,
 * and how everything is called. Read off the recorded tables; the same parts again where nothing changed.
 */

import type { Moment, Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { DeviceRow } from "#sim/rows";
import { tableAt } from "../table-at.ts";
import { arpRulesText } from "./arp-rules.ts";
import { type Cable, cablesOf, endKey } from "./cables.ts";
import { type Card, cardOf } from "./card.ts";
import { type Addressing, createNamer, type Names } from "./names.ts";
import { networkOfSegment, type SegmentCard } from "./segment.ts";

export interface StageModel {
  readonly scenario: Scenario;
  readonly cards: readonly Card[];
  readonly segments: readonly SegmentCard[];
  readonly cables: readonly Cable[];
  readonly broken: ReadonlySet<string>;
  readonly names: Names;
}

export type Modeller = (
  recording: Recording,
  scenario: Scenario,
  moment: Moment,
  addressing: Addressing,
) => StageModel;

/** Makes a modeller, which remembers the model it made last. */
export function createModeller(): Modeller {
  let namer = createNamer();
  let fixed: Fixed | undefined;
  let seen: readonly unknown[] = [];
  let last: { readonly said: string; readonly model: StageModel } | undefined;
  return (recording, scenario, moment, addressing) => {
    if (fixed === undefined || fixed.scenario !== scenario) {
      fixed = fixedOf(scenario);
      namer = createNamer();
      last = undefined;
    }
    const reads = [recording, addressing, ...readsOf(recording, scenario, moment)];
    const isSame = reads.length === seen.length && reads.every((read, index) => read === seen[index]);
    if (last !== undefined && isSame) return last.model;
    seen = reads;
    const names = namer(recording, scenario, moment, addressing);
    const cards = scenario.nodes.map((node) => cardAt(recording, moment, node, names.virtual));
    const broken = brokenCables(recording, scenario, moment, fixed.cables);
    const segments = fixed.segments.map((segment) => segmentAt(recording, moment, segment));
    const said = JSON.stringify([cards, segments, broken]);
    if (last !== undefined && last.said === said && last.model.names === names) return last.model;
    const model = { scenario, cards, segments, cables: fixed.cables, broken: new Set(broken), names };
    last = { said, model };
    return model;
  };
}

const tables = ["addresses", "routes", "sysctls", "services", "destinations"] as const;

/** Everything that a model is read off: tables that did not change are the same objects. */
function readsOf(recording: Recording, { nodes }: Scenario, moment: Moment): unknown[] {
  return nodes.flatMap(({ name }) => [
    ...tables.map((table) => tableAt(recording, moment, name, table)),
    statesOf(tableAt(recording, moment, name, "devices").values()),
    arpRulesText(tableAt(recording, moment, name, "filters").values()),
  ]);
}

/** What of devices matters here: their counters change with every frame. */
function statesOf(devices: Iterable<DeviceRow>): string {
  let said = "";
  for (const { name, mac, isUp, hasCarrier } of devices) said += `${name} ${mac} ${isUp} ${hasCarrier} `;
  return said;
}

interface Fixed {
  readonly scenario: Scenario;
  readonly cables: readonly Cable[];
  readonly segments: readonly SegmentCard[];
}

function fixedOf(scenario: Scenario): Fixed {
  const segments = scenario.segments.map(({ name, kind }): SegmentCard => {
    const ends = scenario.nodes.flatMap(({ name: node, devices }) =>
      devices.flatMap((device) => (device.segment === name ? [{ node, device: device.name }] : [])),
    );
    return { id: name, kind, ends, network: undefined };
  });
  return { scenario, cables: cablesOf(scenario), segments };
}

function cardAt(
  recording: Recording,
  moment: Moment,
  { name: id, kind }: { readonly name: string; readonly kind: string },
  virtual: ReadonlySet<string>,
): Card {
  const tables = {
    devices: tableAt(recording, moment, id, "devices"),
    addresses: tableAt(recording, moment, id, "addresses"),
    routes: tableAt(recording, moment, id, "routes"),
    sysctls: tableAt(recording, moment, id, "sysctls"),
    filters: tableAt(recording, moment, id, "filters"),
  };
  return cardOf({ id, kind }, tables, virtual);
}

function segmentAt(recording: Recording, moment: Moment, segment: SegmentCard): SegmentCard {
  const addresses = segment.ends.flatMap(({ node, device }) =>
    [...tableAt(recording, moment, node, "addresses").values()].filter((row) => row.device === device),
  );
  return { ...segment, network: networkOfSegment(addresses) };
}

function brokenCables(
  recording: Recording,
  { nodes }: Scenario,
  moment: Moment,
  cables: readonly Cable[],
): string[] {
  const isBroken = (row: DeviceRow | undefined): boolean =>
    row !== undefined && !(row.isUp && row.hasCarrier);
  const dead = new Set<string>();
  for (const { name } of nodes) {
    for (const row of tableAt(recording, moment, name, "devices").values()) {
      if (isBroken(row)) dead.add(endKey(name, row.name));
    }
  }
  return cables
    .filter(({ key, to, peer }) => dead.has(key) || (peer !== undefined && dead.has(endKey(to, peer))))
    .map(({ key }) => key);
}
