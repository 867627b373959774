/**
 * What holds after any sequence of adds, edits, deletes, picks, packets, closings and expiries: the counters
 * of a destination are those of the entries that point at it, overload follows its rule, and nobody who may
 * not be chosen is chosen, but where the kernel does.
 */

import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { connectionFlags } from "#sim/ipvs/connection";
import { entriesOf } from "#sim/ipvs/connection-table";
import { type Destination, nameOf } from "#sim/ipvs/destination";
import type { Ipvs } from "#sim/ipvs/ipvs";
import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { Locality } from "#sim/ipvs/locality";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { serviceText } from "#sim/ipvs/service";
import { pass } from "#support/director-of";
import { actAtRandom, type RandomDirector, randomDirector } from "#support/random-director";
import { seedOr } from "#support/seed";

const seed = seedOr(11);
const sequences = 300;
const acts = 60;

interface Count {
  active: number;
  inactive: number;
  persistent: number;
  references: number;
}

const none: Count = { active: 0, inactive: 0, persistent: 0, references: 0 };

/** What the tables say of every destination, those in the trash and those nobody lists any more included. */
function counted(ipvs: Ipvs): Map<Destination, Count> {
  const counts = new Map<Destination, Count>();
  const listed = ipvs.services.all.flatMap(({ destinations }) => destinations);
  for (const destination of [...listed, ...ipvs.trash.destinations]) counts.set(destination, { ...none });
  const countOf = (destination: Destination): Count => {
    const count = counts.get(destination) ?? { ...none };
    counts.set(destination, count);
    return count;
  };
  for (const { destination, flags } of entriesOf(ipvs.connections)) {
    if (destination === undefined) continue;
    const count = countOf(destination);
    count.references++;
    if ((flags & connectionFlags.template) !== 0) count.persistent++;
    else if ((flags & connectionFlags.inactive) !== 0) count.inactive++;
    else count.active++;
  }
  for (const { scheduler, schedulerState } of ipvs.services.all) {
    if (scheduler.name !== "lblc" && scheduler.name !== "lblcr") continue;
    const { entries } = schedulerState as Locality;
    for (const { members } of entries.values()) for (const member of members) countOf(member).references++;
  }
  return counts;
}

/** Where a destination must be or must not be overloaded; `undefined`: where it stays what it was. */
function mustBeOverloaded(destination: Destination): boolean | undefined {
  const { upperThreshold, lowerThreshold, activeConnections, inactiveConnections } = destination;
  const total = activeConnections + inactiveConnections;
  if (upperThreshold === 0) return false;
  if (total >= upperThreshold) return true;
  if (lowerThreshold !== 0) return total < lowerThreshold ? false : undefined;
  return total * 4 < upperThreshold * 3 ? false : undefined;
}

/** What is wrong with the destinations of a director. */
function wrongOf(director: RandomDirector, wasOverloaded: Map<Destination, boolean>): string[] {
  const wrong: string[] = [];
  for (const [destination, count] of counted(director.ipvs)) {
    const { activeConnections, inactiveConnections, persistentConnections, references } = destination;
    const says = [activeConnections, inactiveConnections, persistentConnections, references].join("/");
    const holds = [count.active, count.inactive, count.persistent, count.references].join("/");
    if (says !== holds) wrong.push(`${nameOf(destination)} counts ${says}, the tables hold ${holds}`);
  }
  return [...wrong, ...wrongOverload(director.ipvs, wasOverloaded)];
}

/** Follows the flag from one change of a counter or a threshold to the next. */
function wrongOverload(ipvs: Ipvs, wasOverloaded: Map<Destination, boolean>): string[] {
  const wrong: string[] = [];
  const listed = ipvs.services.all.flatMap(({ destinations }) => destinations);
  for (const destination of [...listed, ...ipvs.trash.destinations]) {
    const expected = mustBeOverloaded(destination) ?? wasOverloaded.get(destination) ?? false;
    if (destination.isOverloaded !== expected) {
      wrong.push(`${nameOf(destination)} is overloaded: ${destination.isOverloaded}`);
    }
    wasOverloaded.set(destination, expected);
  }
  return wrong;
}

/** Where the kernel gives a connection to whom the common rule would pass over. */
const exceptions = [
  { name: "lblc goes on with an overloaded one", scheduler: "lblc", flaw: "overloaded" },
  { name: "a template of persistence, overloaded", because: "template", flaw: "overloaded" },
  { name: "a template of persistence, quiesced", because: "template", flaw: "quiesced" },
] as const;

interface Given {
  readonly scheduler: string | undefined;
  readonly because: string;
  readonly flaw: "overloaded" | "quiesced";
}

interface Seen {
  /** Those that the common rule would have passed over. */
  readonly flawed: Given[];
  readonly wrong: string[];
  readonly wasOverloaded: Map<Destination, boolean>;
  count: number;
}

/** Watches who gets new connections, and the flags with every connection that comes or goes. */
function watch(director: RandomDirector): Seen {
  const seen: Seen = { flawed: [], wrong: [], wasOverloaded: new Map(), count: 0 };
  director.simulation.observe(({ event }: { readonly event: IpvsEvent }) => {
    if (event.kind === "destination-scheduled") {
      const chosen = event.candidates.find(({ destination }) => destination === event.chosen);
      if (chosen === undefined) return;
      seen.count++;
      const by = { scheduler: event.scheduler, because: "scheduler" };
      if (chosen.weight === 0) seen.flawed.push({ ...by, flaw: "quiesced" });
      if (chosen.isOverloaded) seen.flawed.push({ ...by, flaw: "overloaded" });
    }
    if (event.kind === "connection-created" && event.because === "template") {
      const by = { scheduler: undefined, because: "template" };
      const destination = servedBy(director.ipvs, event.service, event.connection.destination);
      if (destination?.weight === 0) seen.flawed.push({ ...by, flaw: "quiesced" });
      // As it was before this connection, which may have been the one too many.
      const was = destination !== undefined && seen.wasOverloaded.get(destination) === true;
      if (was) seen.flawed.push({ ...by, flaw: "overloaded" });
    }
    if (event.kind === "connection-created" || event.kind === "connection-expired") {
      seen.wrong.push(...wrongOverload(director.ipvs, seen.wasOverloaded));
    }
  });
  return seen;
}

/** The destination of a connection; one of a marked service has no port of its own. */
const servedBy = ({ services }: Ipvs, service: string, endpoint: string): Destination | undefined =>
  services.all
    .find((one) => serviceText(one) === service)
    ?.destinations.find((one) => nameOf(one).split(":")[0] === endpoint.split(":")[0]);

describe(`${sequences} sequences of ${acts} acts (seed ${seed})`, () => {
  const flawed: Given[] = [];
  let chosen = 0;
  let revived = 0;

  test("counters are those of the tables, overload follows its rule", () => {
    for (let sequence = 0; sequence < sequences; sequence++) {
      // Every third keeps to one scheduler, each of them in turn.
      const only = sequence % 3 === 0 ? schedulers[(sequence / 3) % schedulers.length]?.name : undefined;
      const director = randomDirector(randomOf(seed, `properties ${sequence}`), only);
      const seen = watch(director);
      const done: string[] = [];
      for (let act = 0; act < acts; act++) {
        const trashed = new Set(director.ipvs.trash.destinations);
        done.push(actAtRandom(director));
        const wrong = [...seen.wrong, ...wrongOf(director, seen.wasOverloaded)];
        if (wrong.length > 0)
          throw new Error(`sequence ${sequence}: ${wrong.join("; ")}\n${done.join("\n")}`);
        const listed = director.ipvs.services.all.flatMap(({ destinations }) => destinations);
        revived += listed.filter((one) => trashed.has(one)).length;
      }
      flawed.push(...seen.flawed);
      chosen += seen.count;
    }
    expect(chosen).toBeGreaterThan(sequences);
    expect(revived).toBeGreaterThan(20);
  });

  test("nobody quiesced or overloaded is chosen, but for the exceptions, and these happen", () => {
    const isOf = (given: Given, one: (typeof exceptions)[number]): boolean =>
      given.flaw === one.flaw &&
      ("scheduler" in one ? given.scheduler === one.scheduler : given.because === one.because);
    expect(flawed.filter((given) => !exceptions.some((one) => isOf(given, one)))).toEqual([]);
    const met = exceptions.filter((one) => flawed.some((given) => isOf(given, one)));
    expect(met.map(({ name }) => name)).toEqual(exceptions.map(({ name }) => name));
  });
});

test(`once all time is over nothing is counted and the trash is empty (seed ${seed})`, () => {
  let left = 0;
  for (let sequence = 0; sequence < 40; sequence++) {
    const director = randomDirector(randomOf(seed, `the end ${sequence}`));
    for (let act = 0; act < acts; act++) actAtRandom(director);
    left += [...entriesOf(director.ipvs.connections)].length;
    // An hour and a half forgets connections, a day and a bit what the schedulers of locality remember.
    pass(director, 5400 + 86_400 + 3600);
    expect([...entriesOf(director.ipvs.connections)]).toEqual([]);
    expect(director.ipvs.trash.destinations).toEqual([]);
    for (const { destinations } of director.ipvs.services.all) {
      expect(destinations.filter((one) => one.references + one.persistentConnections > 0)).toEqual([]);
    }
  }
  expect(left).toBeGreaterThan(40);
});
