/**
 * What is below both stages: the explanations of what is chosen, its hop tables, or the tables that differ,
 * each of both runs beside each other.
 */

import "../inspector/packet/packet.css";
import "../inspector/inspector.css";
import { html, render } from "lit/html.js";
import { type Both, type Side, sides } from "#lab/compare";
import { compareTabs } from "#words/compare-words";
import { tabsTemplate } from "../inspector/tabs.ts";
import type { View } from "../page.ts";
import type { PageState } from "../store.ts";
import { createWhy } from "../why/why-view.ts";
import type { BoardState } from "./board.ts";
import { createHops, type HopsView } from "./hops.ts";
import { tablesTemplate } from "./tables.ts";

export interface Detail {
  update(side: Side, state: PageState, before: PageState): void;
  draw(): void;
  reword(): void;
  close(): void;
}

interface Parts {
  readonly board: BoardState;
  readonly bar: HTMLElement;
  readonly panels: Readonly<Record<BoardState["tab"], HTMLElement>>;
  readonly why: Both<View>;
  readonly hops: HopsView;
}

const panelId = "compare-panel";

export function createDetail(board: BoardState): Detail {
  const host = board.hosts.detail;
  host.classList.add("inspector");
  const bar = document.createElement("div");
  bar.className = "inspector-bar";
  const panel = document.createElement("div");
  panel.id = panelId;
  panel.className = "compare-panel";
  panel.setAttribute("role", "tabpanel");
  host.append(bar, panel);
  const panels = { why: within(panel), hops: within(panel), tables: within(panel) };
  const whys = { one: within(panels.why), other: within(panels.why) };
  panels.why.classList.add("compare-pair");
  const parts: Parts = {
    ...{ board, bar, panels },
    why: {
      one: createWhy(whys.one, board.pages.one.page),
      other: createWhy(whys.other, board.pages.other.page),
    },
    hops: createHops(panels.hops, board),
  };
  return {
    update: (side, state, before) => parts.why[side].update(state, before),
    draw: () => draw(parts),
    reword: () => {
      parts.hops.reword();
      draw(parts);
    },
    close: () => {
      for (const side of sides) parts.why[side].close?.();
    },
  };
}

function within(parent: HTMLElement): HTMLElement {
  const made = document.createElement("div");
  parent.append(made);
  return made;
}

function draw(parts: Parts): void {
  const { board, bar, panels, hops } = parts;
  const { words, tab } = board;
  render(
    tabsTemplate({
      name: words.tabsName,
      tabs: compareTabs.map((id) => ({ id, text: words.tabs[id] })),
      current: tab,
      controls: panelId,
      onChoose: (chosen) => {
        board.tab = chosen;
        draw(parts);
      },
    }),
    bar,
  );
  panels.why.parentElement?.setAttribute("aria-label", words.tabs[tab]);
  for (const name of compareTabs) panels[name].hidden = name !== tab;
  if (tab === "hops") hops.draw();
  if (tab === "tables") render(html`${tablesTemplate(board)}`, panels.tables);
}
