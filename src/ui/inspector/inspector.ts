/**
 * The inspector: why, packet and node, three faces of what is selected. Each is loaded when it is first
 * shown, and only the one that is shown is told of changes.
 */

import "./inspector.css";
import { html, nothing, render } from "lit/html.js";
import type { InspectorWords } from "#words/inspector-words";
import { loadInspectorWords } from "#words/load-inspector";
import type { Page, View } from "../page.ts";
import type { Face, PageState } from "../store.ts";
import { tabsTemplate } from "./tabs.ts";

const faces: readonly Face[] = ["why", "packet", "node"];

type FaceMaker = (host: HTMLElement, page: Page, words: () => InspectorWords) => View;

/** The maker of a face. */
async function loadFace(face: Face): Promise<FaceMaker> {
  switch (face) {
    case "why":
      return (await import("../why/why-view.ts")).createWhy;
    case "packet":
      return (await import("./packet/packet-face.ts")).createPacketFace;
    case "node":
      return (await import("./node/node-face.ts")).createNodeFace;
  }
}

interface Inspector {
  readonly page: Page;
  readonly bar: HTMLElement;
  readonly panels: Readonly<Record<Face, HTMLElement>>;
  readonly views: Map<Face, View>;
  readonly loading: Set<Face>;
  words: InspectorWords | undefined;
  isOver: boolean;
}

/** Makes the inspector. */
export function createInspector(host: HTMLElement, page: Page): View {
  const root = document.createElement("div");
  root.className = "inspector";
  const bar = document.createElement("div");
  bar.className = "inspector-bar";
  const panelOf = (face: Face): HTMLElement => {
    const panel = document.createElement("div");
    panel.className = "inspector-face";
    panel.id = `face-${face}`;
    panel.setAttribute("role", "tabpanel");
    panel.hidden = true;
    panel.tabIndex = -1;
    return panel;
  };
  const panels = { why: panelOf("why"), packet: panelOf("packet"), node: panelOf("node") };
  root.append(bar, ...faces.map((face) => panels[face]));
  host.append(root);
  const inspector: Inspector = {
    page,
    bar,
    panels,
    views: new Map(),
    loading: new Set(),
    words: undefined,
    isOver: false,
  };
  void changeLanguage(inspector, page.store.state());
  return {
    update: (state, before) => update(inspector, state, before),
    resize: () => inspector.views.get(page.store.state().face)?.resize?.(),
    close: () => {
      inspector.isOver = true;
      for (const view of inspector.views.values()) view.close?.();
      root.remove();
    },
  };
}

async function changeLanguage(inspector: Inspector, { language }: PageState): Promise<void> {
  const words = await loadInspectorWords(language);
  const state = inspector.page.store.state();
  if (inspector.isOver || state.language !== language) return;
  inspector.words = words;
  // Faces see a language that they have not drawn yet.
  const before: PageState = { ...state, language: language === "en" ? "zh" : "en" };
  showBar(inspector, state);
  void showFace(inspector, state, before);
}

function update(inspector: Inspector, state: PageState, before: PageState): void {
  if (state.language !== before.language) {
    void changeLanguage(inspector, state);
    return;
  }
  if (inspector.words === undefined) return;
  if (state.face !== before.face) {
    showBar(inspector, state);
    void showFace(inspector, state, state);
    return;
  }
  inspector.views.get(state.face)?.update(state, before);
}

function showBar({ bar, panels, page, words }: Inspector, { face }: PageState): void {
  if (words === undefined) return;
  for (const name of faces) {
    panels[name].hidden = name !== face;
    panels[name].setAttribute("aria-label", words.tabs[name]);
  }
  const tabs = tabsTemplate({
    name: words.faces,
    tabs: faces.map((id) => ({ id, text: words.tabs[id] })),
    current: face,
    controls: `face-${face}`,
    onChoose: (id) => page.store.patch({ face: id }),
  });
  render(tabs, bar);
}

/** Shows the face of a state; loads it first where that has not been done. */
async function showFace(inspector: Inspector, state: PageState, before: PageState): Promise<void> {
  const { views, panels, loading, page } = inspector;
  const { face } = state;
  const known = views.get(face);
  if (known !== undefined) {
    known.update(state, before);
    return;
  }
  if (loading.has(face)) return;
  loading.add(face);
  render(html`<p class="empty">${inspector.words?.loading}</p>`, panels[face]);
  const make = await loadFace(face);
  if (inspector.isOver) return;
  render(nothing, panels[face]);
  views.set(
    face,
    make(panels[face], page, () => wordsOf(inspector)),
  );
}

function wordsOf({ words }: Inspector): InspectorWords {
  if (words === undefined) throw new Error("the inspector's words are not loaded");
  return words;
}
