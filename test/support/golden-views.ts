/**
 * The ten views of which pictures are kept, each a moment that stands still: how it is come to, which part of
 * the page it is, and a label of it with a wrong one that must not pass for it.
 */

import type { Page } from "playwright-core";
import { eventLike, goTo, lookAt, press, settled } from "./lab-page.ts";
import { chooseTerminal, terminalAtMoment } from "./lab-sights.ts";

export interface GoldenView {
  readonly name: string;
  /** Brings the page there. */
  readonly show: (page: Page) => Promise<unknown>;
  /** Its elements, from the top; none: all of the window. */
  readonly parts: readonly string[];
  readonly label: string;
  readonly wrong: string;
}

/** Views of one visit, in the order in which they are come to. */
export interface GoldenVisit {
  readonly query: string;
  /** Of the window, in pixels. */
  readonly height?: number;
  readonly views: readonly GoldenView[];
}

/** So long after it was sent a frame is in the middle of its cable. */
const halfWay = 5_000;
const intoTheCable = 12_000;

const isThere = (page: Page, what: string): Promise<void> => page.locator(what).first().waitFor();

/** Gives a panel more room, as people do by keyboard. */
async function enlarge(page: Page, panel: string, key: "ArrowLeft" | "ArrowUp"): Promise<void> {
  const line = page.locator(`[data-splitter="${panel}"]`);
  for (let step = 0; step < 10; step++) await line.press(key);
}

async function face(page: Page, key: "1" | "2" | "3", what: string): Promise<void> {
  await press(page, key);
  await isThere(page, what);
}

const opening: GoldenView = {
  name: "opening-en-light",
  show: async (page) => {
    await lookAt(page, await eventLike(page, { kind: "arp-reply-sent", node: "rs1" }), intoTheCable);
    await face(page, "1", "#face-why .why-chain");
  },
  parts: [],
  label: "10.0.0.201",
  wrong: "10.0.0.207",
};

const player: GoldenView = {
  name: "player-stops-en-light",
  show: async (page) => {
    await goTo(page, { position: 78 });
    await page.locator("#player .stops").focus();
    await page.keyboard.press("Enter");
    await isThere(page, ".stop-menu input");
    await page.keyboard.press("Space");
    await page.locator(".stop-menu input[type=text]").fill("ip.ttl == 63");
    await page.keyboard.press("Enter");
    await isThere(page, ".stop-condition");
  },
  parts: ["#player", ".stop-menu"],
  label: "10.0.0.10",
  wrong: "10.0.0.19",
};

const terminals: GoldenView = {
  name: "terminals-en-light",
  show: async (page) => {
    await page.keyboard.press("Escape");
    await page.evaluate(() => window.lvsLab.page.player.setBreakpoints([]));
    await goTo(page, { at: 1e15 });
    await chooseTerminal(page, "client");
    await page.mouse.move(0, 0);
    await terminalAtMoment(page);
  },
  parts: ["#terminals"],
  label: "10.0.0.201 RS1",
  wrong: "10.0.0.202 RS1",
};

const picker: GoldenView = {
  name: "picker-en-light",
  show: async (page) => {
    await press(page, "o");
    await isThere(page, "dialog[open] .lesson");
  },
  parts: ["dialog"],
  label: "Who has VIP? Three answers",
  wrong: "Who hat VIP? Three answers",
};

const natStory: GoldenView = {
  name: "nat-story-zh-dark",
  show: async (page) => {
    const picked = await eventLike(page, { kind: "destination-scheduled" });
    const forwarded = await eventLike(page, { kind: "request-forwarded" }, picked);
    const known = await eventLike(page, { kind: "neighbour-changed", because: "reply" }, forwarded);
    await lookAt(page, await eventLike(page, { kind: "frame-sent", node: "director" }, known), halfWay);
    await face(page, "1", "#face-why .why-chain");
  },
  parts: [],
  label: "10.0.0.202:80",
  wrong: "10.0.0.203:80",
};

const packet: GoldenView = {
  name: "packet-hops-zh-dark",
  show: async (page) => {
    const picked = await eventLike(page, { kind: "destination-scheduled" });
    const answered = await eventLike(page, { kind: "reply-rewritten" }, picked);
    await lookAt(page, await eventLike(page, { kind: "frame-sent", node: "director" }, answered), halfWay);
    await page.evaluate((event) => window.lvsLab.page.select({ event }), picked);
    await enlarge(page, "inspector", "ArrowLeft");
    await face(page, "2", "#face-packet td.changed");
  },
  parts: ["#inspector"],
  label: "63",
  wrong: "62",
};

const node: GoldenView = {
  name: "node-director-zh-dark",
  show: async (page) => {
    await lookAt(page, await eventLike(page, { kind: "connection-created" }));
    await page.evaluate(() => window.lvsLab.page.select({ node: "director" }));
    await face(page, "3", "#face-node .table-connections");
  },
  parts: ["#inspector"],
  label: "192.168.10.6:38252",
  wrong: "192.168.10.6:38262",
};

const dropped = (page: Page): Promise<number> =>
  eventLike(page, { kind: "packet-dropped", reason: "reverse-path" });

const why: GoldenView = {
  name: "why-drop-en-dark",
  show: async (page) => {
    await lookAt(page, await dropped(page), 1);
    await face(page, "1", "#face-why .why-command");
  },
  parts: ["#inspector"],
  label: "tunl0.rp_filter=2",
  wrong: "tunl0.rp_filter=3",
};

const ladder: GoldenView = {
  name: "ladder-en-dark",
  show: async (page) => {
    await lookAt(page, await dropped(page), 1);
    await enlarge(page, "bottom", "ArrowUp");
    await isThere(page, "#ladder .stop[aria-selected=true]");
  },
  parts: ["#ladder"],
  label: "10.0.0.202 is at rs2",
  wrong: "10.0.0.201 is at rs2",
};

const projector: GoldenView = {
  name: "projector-zh-light",
  show: async (page) => {
    const picked = await eventLike(page, { kind: "destination-scheduled" });
    await lookAt(page, await eventLike(page, { kind: "request-forwarded" }, picked));
    await isThere(page, "#caption");
    await settled(page);
  },
  parts: [],
  label: "62",
  wrong: "63",
};

export const goldenVisits: readonly GoldenVisit[] = [
  { query: "scenario=arp-nothing-set&lang=en&theme=light", views: [opening, player, terminals, picker] },
  { query: "scenario=nat-basic&lang=zh&theme=dark", views: [natStory, packet, node] },
  { query: "scenario=tunnel-basic&lang=en&theme=dark", height: 1200, views: [why, ladder] },
  { query: "scenario=direct-routing&lang=zh&theme=light&projector", views: [projector] },
];

/**
 * Writes something else into the first text of these elements that can be seen and has the label; answers how
 * to take that back.
 */
export async function mislabel(
  page: Page,
  { parts, label, wrong }: GoldenView,
): Promise<() => Promise<void>> {
  const text = await page.evaluateHandle(firstSeen, { parts, label });
  const right = await text.evaluate((text) => text.data);
  const write = (words: string): Promise<void> =>
    text.evaluate((text, words) => {
      text.data = words;
    }, words);
  await write(right.replace(label, wrong));
  return () => write(right);
}

/** Runs in the page. */
function firstSeen({ parts, label }: { readonly parts: readonly string[]; readonly label: string }): Text {
  const isSeen = (text: Text): boolean => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const { x, y, width, height } = range.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return (
      width > 0 &&
      (top?.contains(text) === true || top?.closest("svg") === text.parentElement?.closest("svg"))
    );
  };
  const roots = parts.length === 0 ? [document.body] : parts.map((part) => document.querySelector(part));
  for (const root of roots) {
    if (root === null) continue;
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text !== null; text = walk.nextNode()) {
      if (text instanceof Text && text.data.includes(label) && isSeen(text)) return text;
    }
  }
  throw new Error(`no text that can be seen has ${label}`);
}
