/**
 * What schedulers promise over many picks: fair shares of a cycle, the best candidate at every pick, the same
 * answer to the same question, few clients moved, and chance by weight.
 */

import { describe, expect, test } from "vitest";
import { type Random, randomOf } from "#sim/engine/random";
import type { Flow } from "#sim/ipvs/connection-table";
import type { Destination } from "#sim/ipvs/destination";
import type { Service } from "#sim/ipvs/service";
import { protocols } from "#sim/wire/ipv4";
import type { Director } from "#support/director-of";
import { change, withServers } from "#support/picks";
import { oneOf } from "#support/random-director";
import { seedOr } from "#support/seed";

const seed = seedOr(7);
const rounds = 150;

const serviceOf = ({ ipvs }: Director): Service => ipvs.services.all[0] as Service;

const choose = (service: Service, flow: Flow): Destination | undefined =>
  service.scheduler.schedule(service.schedulerState, service, flow);

const flowOf = (client: number, port = 4000, virtual = 1): Flow => ({
  protocol: protocols.tcp,
  client: client * 65_536 + port,
  virtual: virtual * 65_536 + 80,
});

const someFlow = flowOf(1);

const weightsOf = (random: Random, most: number, factor = 1): number[] =>
  Array.from({ length: 1 + random.below(6) }, () => (1 + random.below(most)) * factor);

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** How often each destination is chosen in so many picks, in list order. */
function sharesIn(service: Service, picks: number): number[] {
  const counts = new Map<Destination, number>(service.destinations.map((one) => [one, 0]));
  for (let pick = 0; pick < picks; pick++) {
    const chosen = choose(service, someFlow);
    if (chosen !== undefined) counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  return [...counts.values()];
}

const repeat = (label: string, body: (random: Random) => void): void => {
  for (let round = 0; round < rounds; round++) body(randomOf(seed, `${label} ${round}`));
};

describe(`shares of a cycle (seed ${seed})`, () => {
  test("rr: as many for each, wherever the cycle begins", () => {
    repeat("rr", (random) => {
      const weights = weightsOf(random, 9);
      const service = serviceOf(withServers("rr", weights));
      sharesIn(service, random.below(20));
      const laps = 1 + random.below(4);
      expect(sharesIn(service, weights.length * laps)).toEqual(weights.map(() => laps));
    });
  });

  test("wrr: by weight, wherever the cycle begins once the first is over", () => {
    repeat("wrr", (random) => {
      const weights = weightsOf(random, 9, 1 + random.below(4));
      const service = serviceOf(withServers("wrr", weights));
      const divisor = weights.reduce(gcd);
      const shares = weights.map((weight) => weight / divisor).reverse();
      const cycle = shares.reduce((sum, share) => sum + share);
      sharesIn(service, cycle + random.below(cycle));
      expect(sharesIn(service, cycle)).toEqual(shares);
    });
  });
});

/** Destinations with counters as if much had happened; nothing else of the director takes part. */
function busyService(random: Random, scheduler: string): Service {
  const service = serviceOf(withServers(scheduler, weightsOf(random, 5)));
  const most = oneOf([3, 40, 1_000_000], random);
  for (const destination of service.destinations) {
    destination.weight = random.below(oneOf([3, 10, 65_536], random));
    destination.activeConnections = random.below(most);
    destination.inactiveConnections = random.below(most);
    destination.isOverloaded = random.below(8) === 0;
  }
  return service;
}

const loadOf = (one: Destination): bigint =>
  BigInt(one.activeConnections) * 256n + BigInt(one.inactiveConnections);
const delayOf = (one: Destination): bigint => BigInt(one.activeConnections) + 1n;

/** Whether the first is strictly better than the second; ties go to whoever is first in the list. */
type Better = (one: Destination, other: Destination) => boolean;
const forWeight =
  (cost: (one: Destination) => bigint): Better =>
  (one, other) =>
    cost(one) * BigInt(other.weight) < cost(other) * BigInt(one.weight);
const isHeavier: Better = (one, other) => one.weight > other.weight;

interface Best {
  readonly scheduler: string;
  readonly isBetter: Better;
  readonly mayServe?: (one: Destination) => boolean;
}

const bests: readonly Best[] = [
  { scheduler: "lc", isBetter: (one, other) => loadOf(one) < loadOf(other) },
  { scheduler: "wlc", isBetter: forWeight(loadOf) },
  { scheduler: "sed", isBetter: forWeight(delayOf) },
  {
    scheduler: "nq",
    isBetter: (one, other) =>
      other.activeConnections > 0 && (one.activeConnections === 0 || forWeight(delayOf)(one, other)),
  },
  { scheduler: "fo", isBetter: isHeavier },
  {
    scheduler: "ovf",
    isBetter: isHeavier,
    mayServe: ({ activeConnections, weight }) => activeConnections <= weight,
  },
];

describe(`nobody is better than the chosen one, and nobody as good comes earlier (seed ${seed})`, () => {
  test.each(bests)("$scheduler", ({ scheduler, isBetter, mayServe = () => true }) => {
    let compared = 0;
    repeat(scheduler, (random) => {
      const service = busyService(random, scheduler);
      const able = service.destinations.filter((one) => one.weight > 0 && !one.isOverloaded && mayServe(one));
      const chosen = choose(service, someFlow);
      expect(chosen === undefined).toBe(able.length === 0);
      if (chosen === undefined) return;
      expect(able).toContain(chosen);
      expect(able.filter((one) => isBetter(one, chosen))).toEqual([]);
      const earlier = able.slice(0, able.indexOf(chosen));
      expect(earlier.filter((one) => !isBetter(chosen, one))).toEqual([]);
      if (able.length > 1) compared++;
    });
    expect(compared).toBeGreaterThan(rounds / 10);
  });
});

describe(`the same question has the same answer (seed ${seed})`, () => {
  test.each([
    ["sh", { port: false, client: true, virtual: false }],
    ["sh -b sh-fallback", { port: false, client: true, virtual: false }],
    ["sh -b sh-port", { port: true, client: true, virtual: false }],
    ["sh -b sh-fallback,sh-port", { port: true, client: true, virtual: false }],
    ["dh", { port: false, client: false, virtual: true }],
    ["mh", { port: false, client: true, virtual: false }],
    ["mh -b mh-fallback", { port: false, client: true, virtual: false }],
    ["mh -b mh-port", { port: true, client: true, virtual: false }],
    ["mh -b mh-fallback,mh-port", { port: true, client: true, virtual: false }],
  ] as const)("%s: what matters is %o", (scheduler, matters) => {
    const moved = { port: 0, client: 0, virtual: 0 };
    for (let round = 0; round < 12; round++) {
      const random = randomOf(seed, `${scheduler} ${round}`);
      const weights = [...weightsOf(random, 5), random.below(3), 1];
      const [service, twin] = [0, 1].map(() => serviceOf(withServers(scheduler, weights)));
      if (service === undefined || twin === undefined) throw new Error("two services");
      for (let question = 0; question < 60; question++) {
        const [client, port, virtual] = [random.next(), random.below(65_536), random.next()];
        const answer = choose(service, flowOf(client, port, virtual))?.address;
        expect(choose(service, flowOf(client, port, virtual))?.address).toBe(answer);
        expect(choose(twin, flowOf(client, port, virtual))?.address).toBe(answer);
        const others = {
          port: flowOf(client, random.below(65_536), virtual),
          client: flowOf(random.next(), port, virtual),
          virtual: flowOf(client, port, random.next()),
        };
        if (choose(service, others.port)?.address !== answer) moved.port++;
        if (choose(service, others.client)?.address !== answer) moved.client++;
        if (choose(service, others.virtual)?.address !== answer) moved.virtual++;
      }
    }
    for (const part of ["port", "client", "virtual"] as const) expect(moved[part] > 0).toBe(matters[part]);
  });
});

/** Of the clients of the others, so many in a hundred are moved when a destination goes. */
const mostMoved = 2;

test(`mh: a destination that goes moves few clients of the others (seed ${seed})`, () => {
  const [worst, all] = [{ share: 0 }, { share: 0 }];
  for (let round = 0; round < 25; round++) {
    const random = randomOf(seed, `disruption ${round}`);
    const count = 3 + random.below(4);
    // Equal weights: others change what a turn is when the common divisor of those left is another.
    const director = withServers(
      "mh",
      Array.from({ length: count }, () => 2),
    );
    const service = serviceOf(director);
    const tableOf = (): readonly Destination[] =>
      (service.schedulerState as { table: readonly Destination[] }).table;
    const before = tableOf();
    const gone = 1 + random.below(count);
    change(director, "-d", gone);
    const leaver = before.find(({ address }) => (address & 0xff) - 10 === gone);
    const others = before.flatMap((owner, slot) => (owner === leaver ? [] : [[owner, slot] as const]));
    const moved = others.filter(([owner, slot]) => tableOf()[slot] !== owner).length;
    expect(tableOf()).not.toContain(leaver);
    worst.share = Math.max(worst.share, (moved * 100) / others.length);
    all.share += (moved * 100) / others.length;
  }
  expect(all.share).toBeGreaterThan(0);
  expect(worst.share).toBeLessThan(mostMoved);
});

test(`twos: of equal load each has its weight of chances, the first one more (seed ${seed})`, () => {
  const picks = 20_000;
  for (let round = 0; round < 5; round++) {
    const weights = weightsOf(randomOf(seed, `twos ${round}`), 6);
    const service = serviceOf(withServers("twos", weights, "mainline"));
    const shares = weights.toReversed().map((weight, index) => weight + (index === 0 ? 1 : 0));
    const total = shares.reduce((sum, share) => sum + share);
    // Chi-squared of at most five degrees of freedom is above 25 once in ten thousand.
    const expected = shares.map((share) => (share * picks) / total);
    const found = sharesIn(service, picks);
    const distance = expected
      .map((want, at) => ((found[at] ?? 0) - want) ** 2 / want)
      .reduce((sum, one) => sum + one);
    expect(distance).toBeLessThan(25);
  }
});
