/**
 * A person at a terminal of the page: presses keys, one after another and without delay, and reads what
 * stands on the screen. The lab plays without a limit on speed, and goes on while the next line is typed.
 */

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { LabBrowser } from "./lab-browser.ts";
import { type LabPage, settled, untilItStops } from "./lab-page.ts";
import { chooseTerminal, stageOf, terminalOf } from "./lab-sights.ts";

/** Opens a scenario, and gives the terminals room for the longest line and the longest answer of a lab. */
async function openToType(open: LabBrowser["open"], query: string): Promise<LabPage> {
  const lab = await open({ query });
  const { page } = lab;
  await page.evaluate(() => window.lvsLab.page.player.setSpeed("max"));
  await untilItStops(page);
  await drag(page, "terminals", { x: -420, y: 0 });
  await drag(page, "bottom", { x: 0, y: -150 });
  return lab;
}

/** Moves the line between two panels. */
async function drag(page: Page, splitter: string, by: { readonly x: number; readonly y: number }) {
  const box = await page.locator(`[data-splitter="${splitter}"]`).boundingBox();
  if (box === null) throw new Error(`there is no line ${splitter}`);
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x, from.y + by.y);
  await page.mouse.up();
  await settled(page);
}

/** A session that starts when the tests around it do, and ends with them. */
export function sessionIn(open: LabBrowser["open"], query: string): LabPage {
  let lab: LabPage | undefined;
  beforeAll(async () => {
    lab = await openToType(open, query);
  });
  afterAll(() => lab?.close());
  const opened = (): LabPage => {
    if (lab === undefined) throw new Error("the page did not open");
    return lab;
  };
  return {
    get page() {
      return opened().page;
    },
    get complaints() {
      return opened().complaints;
    },
    close: () => opened().close(),
  };
}

/** The rows of the terminal that is shown. */
export const rowsOnScreen = async (page: Page): Promise<string[]> => (await terminalOf(page)).split("\n");

/** What the shell of a machine asks with. */
export const promptAt = (node: string): string => `root@${node}:~#`;

/** Clicks a machine's tab, which puts the cursor into its terminal. */
export async function sitDownAt(page: Page, node: string): Promise<void> {
  await chooseTerminal(page, node);
  await page.waitForFunction(
    (node) =>
      document.activeElement?.matches(".terminal-screen:not([hidden]) textarea") === true &&
      document.activeElement.closest(".terminal-screen")?.getAttribute("aria-label") === node,
    node,
  );
}

/** Presses a key for every character, each at once, as soon as the one before it is on its way. */
export async function typeKeys({ keyboard }: Page, text: string): Promise<void> {
  await Promise.all([...text].map((key) => keyboard.press(key === "\n" ? "Enter" : key)));
}

/** Types a line at the terminal with the cursor, and answers the rows between it and the next prompt. */
export async function answerTo(page: Page, node: string, line: string): Promise<string[]> {
  const before = await endedAt(page, node);
  await typeKeys(page, `${line}\n`);
  await expect.poll(() => endedAt(page, node), { message: line, timeout: 10_000 }).toBeGreaterThan(before);
  await settled(page);
  return rowsAfter(page, `${promptAt(node)} ${line}`, promptAt(node));
}

/** The rows between a line and the prompt that ends the screen. */
export async function rowsAfter(page: Page, line: string, prompt: string): Promise<string[]> {
  let rows: string[] = [];
  const isThere = async (): Promise<boolean> => {
    rows = await rowsOnScreen(page);
    return rows.at(-1) === prompt && rows.includes(line);
  };
  await expect.poll(isThere, { message: `${line} in\n${rows.join("\n")}` }).toBe(true);
  return rows.slice(rows.lastIndexOf(line) + 1, -1);
}

/** How many commands have ended at a machine. */
const endedAt = (page: Page, node: string): Promise<number> =>
  page.evaluate(
    (node) =>
      window.lvsLab.page
        .recording()
        .pieces.filter(({ kind, terminal }) => kind === "ended" && terminal.node === node).length,
    node,
  );

/** For tests that type a whole session: each line takes longer the busier the machine is. */
export const whole = { timeout: 90_000 } as const;

/** One line of a session: where, what, and the rows that answer it; a pattern must match all of them. */
export type Exchange = readonly [node: string, line: string, answer: readonly string[] | RegExp];

/** Types a whole session, changing seats, and holds every answer to what is expected. */
export async function typeSession(page: Page, session: readonly Exchange[]): Promise<void> {
  let seat = "";
  for (const [node, line, expected] of session) {
    if (node !== seat) await sitDownAt(page, node);
    seat = node;
    const answer = await answerTo(page, node, line);
    if (expected instanceof RegExp) expect(answer.join("\n"), line).toMatch(expected);
    else expect(answer, line).toEqual(expected);
  }
}

/** How much an endless loop has printed when it is ended. */
const enoughRows = 8;

/**
 * Lets an endless loop stream, ends it with Ctrl-C, and answers the rows of it that are still on the screen,
 * without the `^C`.
 */
export async function interruptedLoop(page: Page, node: string, loop: string): Promise<string[]> {
  await sitDownAt(page, node);
  await typeKeys(page, `${loop}\n`);
  const printed = async (): Promise<string[]> => {
    const rows = await rowsOnScreen(page);
    return rows.slice(rows.indexOf(`${promptAt(node)} ${loop}`) + 1);
  };
  const lengthOf = async (): Promise<number> => (await printed()).length;
  await expect.poll(lengthOf, { message: loop, timeout: 10_000 }).toBeGreaterThan(enoughRows);
  // It goes on by itself: no prompt comes.
  expect((await rowsOnScreen(page)).at(-1)).not.toBe(promptAt(node));
  await page.keyboard.press("Control+c");
  await expect.poll(async () => (await rowsOnScreen(page)).slice(-2)).toEqual(["^C", promptAt(node)]);
  return (await printed()).slice(0, -2);
}

/** Holds answers to two servers that take turns. */
export function expectTurns(answers: readonly string[], servers: readonly [string, string]): void {
  const first = servers.indexOf(answers[0] ?? "");
  expect(answers.length).toBeGreaterThan(enoughRows);
  expect(answers).toEqual(answers.map((_, at) => servers[(at + first) % 2]));
}

/** What `ipvsadm -L` says, with these rows. */
export const listOf = (...rows: readonly string[]): string[] => [
  "IP Virtual Server version 1.2.1 (size=4096)",
  "Prot LocalAddress:Port Scheduler Flags",
  "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
  ...rows,
];

/** The same lines at several machines. */
export const at = (nodes: readonly string[], ...lines: readonly string[]): Exchange[] =>
  nodes.flatMap((node) => lines.map((line): Exchange => [node, line, []]));

/** Virtual addresses by machine, as the stage has them; those that nobody is told of in strokes. */
export async function addressesOn(page: Page): Promise<Record<string, string>> {
  const { machines } = await stageOf(page);
  const held = machines.filter(({ chips }) => chips.length > 0);
  return Object.fromEntries(
    held.map(({ name, chips, hidden }) => [
      name,
      chips.map((chip) => (hidden.includes(chip) ? `~${chip}~` : chip)).join(),
    ]),
  );
}
