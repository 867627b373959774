/**
 * Measures the built page in a real browser: `npm run bench:page`.
 *
 * Everything goes the way it goes for people: the page is served over HTTP, the lab runs in its worker and is
 * recorded, the pointer moves. The last line is the figures as JSON; the exit code is 1 where one fails.
 */

import process from "node:process";
import { type Browser, chromium, type Page } from "playwright-core";
import { type PageServer, servePage } from "#cli/page-server";
import { firstLoad, gzipBytesOf } from "#support/first-load";
import { type BarePage, openBarePage, warmUpMillis } from "./bare-page.ts";
import { busyScenario, inFlightAt, open, pause, playFrom, record } from "./busy-lab.ts";
import { type Figures, figureTable, median, quantile, rounded, shortOf } from "./figures.ts";
import { type Drawn, watchFrames } from "./frames.ts";
import { seekTimes } from "./seek.ts";

const visits = 5;
const rounds = 3;
const watchedMillis = 4000;
const seeks = 100;
/** Before the end of what is recorded: by then all clients are busy. */
const busyNanos = 10e6;
const windowSize = { width: 1440, height: 900 };
const seed = 1;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

export interface Surroundings {
  readonly executablePath: string;
  /** The built page. */
  readonly folder: string;
}

interface Measuring {
  readonly browser: Browser;
  readonly server: PageServer;
  readonly folder: string;
  readonly bare: BarePage;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs it all; answers the exit code. */
export async function measurePage({ executablePath, folder }: Surroundings): Promise<number> {
  const browser = await chromium.launch({ executablePath, args: flags });
  const server = await servePage({ folder, host: "127.0.0.1", ports: [0] });
  const bare = await openBarePage(browser);
  try {
    const figures = await measure({ browser, server, folder, bare });
    say(figureTable(figures));
    say(JSON.stringify(figures));
    return shortOf(figures).length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await bare.close();
    await server.close();
  }
}

async function measure(measuring: Measuring): Promise<Figures> {
  const first = await measureFirstLoad(measuring);
  const few = await measureBusy(measuring, { inFlight: 200, requests: 1, events: 100_000 });
  const many = await measureBusy(measuring, { inFlight: 1000, requests: 5, events: 200_000 });
  return {
    seek_ms_median: rounded(median(few.seeks), 2),
    seek_ms_p99: rounded(quantile(few.seeks, 0.99), 2),
    fps_200: rounded(median(few.drawn.map(({ framesPerSecond }) => framesPerSecond)), 1),
    fps_1000: rounded(median(many.drawn.map(({ framesPerSecond }) => framesPerSecond)), 1),
    frame_cost_ratio: rounded(costOf(few.drawn) / costOf(few.bare), 2),
    longest_task_ms: rounded(Math.max(few.longestTask, many.longestTask), 1),
    ...first,
  };
}

const costOf = (drawn: readonly Drawn[]): number => median(drawn.map(({ costMillis }) => costMillis));

async function measureFirstLoad({ browser, server, folder }: Measuring) {
  const loads = [];
  for (let visit = 0; visit < visits; visit++) loads.push(await firstLoad(browser, server.url, folder));
  const [load] = loads;
  return {
    first_load_gzip_bytes: gzipBytesOf(load?.scripts ?? []),
    first_frame_ms: rounded(median(loads.map(({ firstFrameMs }) => firstFrameMs)), 0),
  };
}

interface Load {
  /** Frames at least. */
  readonly inFlight: number;
  /** That each program of a client keeps under way. */
  readonly requests: number;
  /** That are recorded. */
  readonly events: number;
}

interface Busy {
  readonly drawn: readonly Drawn[];
  /** The same frames on the page of bare D3, in turn with ours. */
  readonly bare: readonly Drawn[];
  readonly seeks: readonly number[];
  readonly longestTask: number;
}

/** Plays and seeks in a run that comes to so many frames in flight at any moment. */
async function measureBusy({ browser, server, bare }: Measuring, load: Load): Promise<Busy> {
  const page = await browser.newPage({ viewport: windowSize });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? error.message));
  await page.goto(server.url);
  await page.waitForFunction(isComplete);
  await open(page, busyScenario(load.requests));
  const [live] = await Promise.all([watchFrames(page, watchedMillis), record(page, load.events)]);
  say(`recording ${load.events} events: ${describe(live)}`);
  const from = (await pause(page)).head - busyNanos;
  const drawn: Drawn[] = [];
  const beside: Drawn[] = [];
  for (let round = 0; round < rounds; round++) {
    await playFrom(page, from);
    await page.waitForTimeout(warmUpMillis);
    const ours = await watchFrames(page, watchedMillis);
    const { at } = await pause(page);
    const counts = await framesBetween(page, from, at);
    if (Math.min(...counts) < load.inFlight) throw new Error(`${counts.join(" ")} in flight only`);
    const nanosPerMilli = (at - from) / (warmUpMillis + watchedMillis);
    const theirs = await bare.play(page, { from, nanosPerMilli, millis: watchedMillis });
    say(`${counts[0]} in flight: ${describe(ours)}; bare D3: ${describe(theirs)}`);
    drawn.push(ours);
    beside.push(theirs);
  }
  const seekMillis = await seekTimes(page, seeks, seed);
  await page.context().close();
  if (errors[0] !== undefined) throw new Error(`the page is not well: ${errors[0]}`);
  const longestTask = Math.max(...[live, ...drawn].map((one) => one.longestTask));
  return { drawn, bare: beside, seeks: seekMillis, longestTask };
}

/** Runs in the page: whether every panel has opened for the first time. */
const isComplete = (): boolean =>
  ["#player button", "#ladder .lane", "#inspector [role=tab]", "#terminals .xterm-rows"].every(
    (panel) => document.querySelector(panel) !== null,
  );

/** How many frames were in flight while a part of the run was shown. */
const framesBetween = (page: Page, from: number, to: number): Promise<number[]> =>
  inFlightAt(
    page,
    Array.from({ length: 11 }, (_, part) => from + ((to - from) * part) / 10),
  );

const describe = ({ framesPerSecond, costMillis, longestTask, longestGap }: Drawn): string =>
  `${framesPerSecond.toFixed(1)} frames/s, ${costMillis.toFixed(2)} ms a frame, ` +
  `longest task ${longestTask.toFixed(0)} ms, longest gap ${longestGap.toFixed(0)} ms`;
