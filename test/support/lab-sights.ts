/**
 * What a person sees of the lab in a browser, as plain values: machines and frames on the stage, arrows of
 * the ladder, the explanation, tables, the text of a terminal. Boxes are in pixels of the window.
 */

import type { Page } from "playwright-core";
import { tabOf } from "./lab-page.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface MachineSight {
  readonly name: string;
  readonly box: Box;
  /** `eth0 10.0.0.1`, gateways as `gw 10.0.0.2`. */
  readonly lines: readonly string[];
  readonly chips: readonly string[];
  /** Virtual addresses that are held but not answered for. */
  readonly hidden: readonly string[];
  readonly isDeciding: boolean;
}

export interface StageSight {
  readonly room: Box;
  readonly machines: readonly MachineSight[];
  /** Switches and hubs. */
  readonly segments: readonly { readonly name: string; readonly box: Box }[];
  /** Stacks of headers under way, outermost first: `ETH ARP`. */
  readonly frames: readonly { readonly layers: string; readonly box: Box; readonly isSelected: boolean }[];
  /** What is written beside frames. */
  readonly labels: readonly string[];
  /** Cards and marks beside machines. */
  readonly marks: readonly string[];
}

/** Everything on the stage. */
export const stageOf = (page: Page): Promise<StageSight> =>
  page.evaluate(() => {
    const boxOf = (element: Element): Box => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x, y, width, height };
    };
    const textOf = (element: Element): string =>
      [...element.querySelectorAll("text")].map((text) => text.textContent?.trim() ?? "").join(" ");
    const all = (root: ParentNode, selector: string): Element[] => [...root.querySelectorAll(selector)];
    const stage = document.querySelector("#stage");
    if (stage === null) throw new Error("there is no stage");
    const room = boxOf(stage);
    const isShown = (element: Element): boolean => {
      const { x, y, width, height } = boxOf(element);
      const isIn = x < room.x + room.width && y < room.y + room.height;
      return width > 0 && isIn && x + width > room.x && y + height > room.y;
    };
    return {
      room,
      machines: all(stage, "g.machine").map((machine) => ({
        name: machine.getAttribute("data-id") ?? "",
        box: boxOf(machine.querySelector(".card") ?? machine),
        lines: all(machine, "g.line").map(textOf),
        chips: all(machine, "g.chip").map(textOf),
        hidden: all(machine, "g.chip.is-hidden").map(textOf),
        isDeciding: machine.classList.contains("is-deciding"),
      })),
      segments: all(stage, "g.segment").map((segment) => ({
        name: segment.getAttribute("data-id") ?? "",
        box: boxOf(segment.querySelector("rect") ?? segment),
      })),
      frames: all(stage, ".layer-of-frames > g:not([aria-hidden])")
        .filter(isShown)
        .map((frame) => ({
          layers: textOf(frame),
          box: boxOf(frame),
          isSelected: frame.classList.contains("is-selected"),
        })),
      labels: all(stage, ".frame-label").filter(isShown).map(textOf),
      marks: all(stage, ".layer-of-marks > g, .layer-of-tables > g").map(textOf),
    };
  });

export interface LadderSight {
  readonly lanes: readonly string[];
  /** Frames and notes in the window, from the top. */
  readonly rows: readonly string[];
  readonly chosen: string | undefined;
  readonly arrows: number;
}

/** What is in the ladder's window. */
export const ladderOf = (page: Page): Promise<LadderSight> =>
  page.evaluate(() => {
    const all = (selector: string): Element[] => [...document.querySelectorAll(`#ladder ${selector}`)];
    const said = (element: Element): string => element.getAttribute("aria-label") ?? "";
    const topOf = (stop: Element): number => Number(stop.getAttribute("y"));
    const stops = all(".stop").sort((one, other) => topOf(one) - topOf(other));
    const chosen = stops.find((stop) => stop.getAttribute("aria-selected") === "true");
    return {
      lanes: all(".lane").map((lane) => lane.textContent ?? ""),
      rows: stops.map(said),
      chosen: chosen && said(chosen),
      arrows: all(".arrow").length,
    };
  });

export interface StepSight {
  readonly title: string;
  readonly detail: string;
  readonly tone: string;
  readonly isDeciding: boolean;
  /** Values; a losing one in strokes: `~lo = 0~`. */
  readonly chips: readonly string[];
  readonly reckoning: readonly string[];
}

export interface WhySight {
  readonly title: string;
  readonly steps: readonly StepSight[];
  readonly remedies: readonly string[];
  readonly followed: readonly string[];
}

/** The explanation that is shown. */
export const whyOf = (page: Page): Promise<WhySight> =>
  page.evaluate(() => {
    const all = (root: ParentNode, selector: string): Element[] => [...root.querySelectorAll(selector)];
    const seen = (element: Element | null): string => {
      const copy = element?.cloneNode(true) as Element | undefined;
      for (const hidden of copy?.querySelectorAll(".sr-only") ?? []) hidden.remove();
      return copy?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    };
    const why = document.querySelector("#face-why .why");
    if (why === null) throw new Error("the face why is not there");
    return {
      title: seen(why.querySelector("h2")),
      steps: all(why, ".why-chain > li").map((step) => ({
        title: seen(step.querySelector("h3")),
        detail: seen(step.querySelector("p")),
        tone: step.getAttribute("data-tone") ?? "",
        isDeciding: step.hasAttribute("data-deciding"),
        chips: all(step, ".why-chip").map((chip) =>
          chip.querySelector("s") === null ? seen(chip) : `~${seen(chip)}~`,
        ),
        reckoning: all(step, ".why-reckoning li").map(seen),
      })),
      remedies: all(why, ".why-command").map(seen),
      followed: all(why, ".why-followed li").map((item) => seen(item.querySelector("button"))),
    };
  });

/** The rows of the terminal that is shown, without the empty ones below. */
export const terminalOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll<HTMLElement>(".terminal-screen")].find(
      ({ hidden }) => !hidden,
    );
    const still = ".terminal-still:not([hidden])";
    const over = shown?.querySelector(still) ?? shown?.querySelector(".xterm-rows");
    const rows = [...(over?.children ?? [])];
    return rows
      .map((row) => (row.textContent ?? "").replaceAll("\u00a0", " ").trimEnd())
      .join("\n")
      .trimEnd();
  });

/** What the chosen terminal must show at the moment: all of it, without line ends and blanks. */
const typedSoFar = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { page, promptOf } = window.lvsLab;
    const { moment, terminal } = page.store.state();
    if (terminal === undefined) throw new Error("no terminal is chosen");
    const said = page.recording().pieces.flatMap((piece) => {
      const isOwn = piece.terminal.node === terminal.node && piece.terminal.number === terminal.number;
      if (!isOwn || piece.at > moment.at || piece.position > moment.position) return [];
      if (piece.kind === "ended") return [piece.prompt];
      return piece.kind === "typed" || piece.kind === "output" ? [piece.text] : [];
    });
    return (promptOf(terminal.node) + said.join("")).replace(/\s/g, "");
  });

/**
 * The rows of the chosen terminal, when they are those of the shown moment: the end of what was typed and
 * answered until then, and nothing else.
 */
export async function terminalAtMoment(page: Page): Promise<string> {
  const expected = await typedSoFar(page);
  const isShown = async (): Promise<boolean> => {
    const shown = (await terminalOf(page)).replace(/\s/g, "");
    // Where there is more than fits, the end of it is enough.
    return shown === expected || (shown.length > 150 && expected.endsWith(shown));
  };
  for (const begun = Date.now(); !(await isShown()) && Date.now() - begun < 10_000; ) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  return terminalOf(page);
}

/** Chooses a machine's terminal. */
export const chooseTerminal = (page: Page, node: string): Promise<void> => tabOf(page, node).click();

/**
 * A hop table: the heads of its columns, and for each field (`IPv4 dst`) its cells, changed ones with a `*`.
 */
export interface HopSight {
  readonly hops: readonly string[];
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

export const hopsOf = (page: Page): Promise<HopSight> =>
  page.locator("#face-packet table.hops").evaluate((table) => {
    const seen = (cell: Element): string => {
      const copy = cell.cloneNode(true) as Element;
      for (const hidden of copy.querySelectorAll(".sr-only")) hidden.remove();
      for (const line of copy.querySelectorAll("br")) line.replaceWith(" ");
      const mark = cell.classList.contains("changed") ? "*" : "";
      return mark + (copy.textContent ?? "").replace(/\s+/g, " ").trim();
    };
    const all = (root: ParentNode, selector: string): Element[] => [...root.querySelectorAll(selector)];
    const groups = all(table, "tbody").map((body): [string, Element[]] => [
      all(body, ".group").map(seen).join(),
      all(body, "tr:not(.group)"),
    ]);
    const fields = groups.flatMap(([group, rows]) =>
      rows.map((row): [string, string[]] => [
        `${group} ${all(row, "th").map(seen).join()}`,
        all(row, "td").map(seen),
      ]),
    );
    return { hops: all(table, "thead th.col").map(seen), fields: Object.fromEntries(fields) };
  });

/** The rows of a table of the face node, changed ones with a `*`: `.table-neighbours`. */
export const rowsOf = (page: Page, table: string): Promise<string[]> =>
  page.locator(`#face-node ${table} tbody tr`).evaluateAll((rows) =>
    rows.map((row) => {
      const copy = row.cloneNode(true) as Element;
      for (const hidden of copy.querySelectorAll(".sr-only")) hidden.remove();
      const cells = [...copy.querySelectorAll("td")].map((cell) => cell.textContent?.trim() ?? "");
      const mark = row.classList.contains("changed") ? "*" : "";
      return (
        mark +
        cells
          .filter((text) => text !== "")
          .join(" ")
          .replace(/\s+/g, " ")
      );
    }),
  );
