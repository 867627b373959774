/**
 * Keys that work everywhere but where something is typed. The list is data: the help shows the same.
 */

import type { StepUnit } from "#lab/stop";
import type { HelpWords } from "#words/help-words";
import type { Page } from "../page.ts";
import { speeds } from "../player/speeds.ts";
import type { Face } from "../store.ts";
import { switchAddressing, switchLanguage, switchProjector, switchTheme } from "./bar.ts";

/** Everything a key can do; the help has words for each. */
export type KeyAct = keyof HelpWords["acts"];

export interface Key {
  /** As in `KeyboardEvent.key`, or several of the same meaning. */
  readonly keys: readonly string[];
  readonly act: KeyAct;
}

export const keys: readonly Key[] = [
  { keys: [" ", "k"], act: "play" },
  { keys: ["ArrowRight"], act: "event-on" },
  { keys: ["ArrowLeft"], act: "event-back" },
  { keys: ["Shift+ArrowRight", "l"], act: "hop-on" },
  { keys: ["Shift+ArrowLeft", "j"], act: "hop-back" },
  { keys: ["d"], act: "decision-on" },
  { keys: ["Shift+D"], act: "decision-back" },
  { keys: ["x"], act: "drop-on" },
  { keys: ["Shift+X"], act: "drop-back" },
  { keys: ["r"], act: "request-on" },
  { keys: ["Shift+R"], act: "request-back" },
  { keys: ["Home"], act: "start" },
  { keys: ["End"], act: "end" },
  { keys: ["+", "="], act: "faster" },
  { keys: ["-"], act: "slower" },
  { keys: ["e"], act: "explain" },
  { keys: ["1"], act: "why" },
  { keys: ["2"], act: "packet" },
  { keys: ["3"], act: "node" },
  { keys: ["t", "`"], act: "terminal" },
  { keys: ["v"], act: "roles" },
  { keys: ["p"], act: "projector" },
  { keys: ["c"], act: "theme" },
  { keys: ["g"], act: "language" },
  { keys: ["o"], act: "picker" },
  { keys: ["i"], act: "doctor" },
  { keys: ["m"], act: "compare" },
  { keys: ["s"], act: "share" },
  { keys: ["Shift+S"], act: "export" },
  { keys: ["u"], act: "undo" },
  { keys: ["?"], act: "help" },
];

/** Listens for keys in the document; `focusTerminal` puts the cursor into a terminal. */
export function listenForKeys(page: Page, focusTerminal: () => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTakenBy(event.target, event.key)) return;
    const name = `${event.shiftKey && event.key.length > 1 ? "Shift+" : ""}${nameOf(event)}`;
    const found = keys.find((key) => key.keys.includes(name));
    if (found === undefined) return;
    event.preventDefault();
    doAct(page, found.act, focusTerminal);
  });
}

const nameOf = ({ key, shiftKey }: KeyboardEvent): string =>
  shiftKey && /^[A-Z]$/.test(key) ? `Shift+${key}` : key;

/** Fields, menus, lists and dialogs have keys of their own; a button is pressed by Space. */
function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, select, dialog, [contenteditable], [data-own-keys]") !== null)
    return true;
  return (key === " " || key === "Enter") && target.closest("button, a, summary, [role='button']") !== null;
}

const steps: Partial<Record<KeyAct, readonly [StepUnit, 1 | -1]>> = {
  "event-on": ["event", 1],
  "event-back": ["event", -1],
  "hop-on": ["hop", 1],
  "hop-back": ["hop", -1],
  "decision-on": ["decision", 1],
  "decision-back": ["decision", -1],
  "drop-on": ["drop", 1],
  "drop-back": ["drop", -1],
  "request-on": ["request", 1],
  "request-back": ["request", -1],
};

function doAct(page: Page, act: KeyAct, focusTerminal: () => void): void {
  const step = steps[act];
  if (step !== undefined) {
    page.player.step(...step);
    return;
  }
  const { store, player } = page;
  const doing: Partial<Record<KeyAct, () => void>> = {
    play: () => (store.state().player.play === "playing" ? player.pause() : player.play()),
    start: () => player.toStart(),
    end: () => player.toEnd(),
    faster: () => changeSpeed(page, 1),
    slower: () => changeSpeed(page, -1),
    explain: () => explainLast(page),
    why: () => goToFace(page, "why"),
    packet: () => goToFace(page, "packet"),
    node: () => goToFace(page, "node"),
    terminal: focusTerminal,
    roles: () => switchAddressing(page),
    projector: () => switchProjector(page),
    theme: () => switchTheme(page),
    language: () => switchLanguage(page),
    picker: () => store.patch({ dialog: "picker" }),
    doctor: () => store.patch({ dialog: "doctor" }),
    compare: () => store.patch({ dialog: "compare" }),
    share: () => store.patch({ dialog: "share" }),
    export: () => store.patch({ dialog: "export" }),
    undo: () => page.undo(),
    help: () => store.patch({ dialog: "help" }),
  };
  doing[act]?.();
}

/** Shows a face of the inspector; what is in it comes next for the Tab key. */
function goToFace({ store }: Page, face: Face): void {
  store.patch({ face });
  store.flush();
  document.querySelector<HTMLElement>(`#face-${face}`)?.focus({ preventScroll: true });
}

/** Says why the last event of the shown moment happened. */
function explainLast(page: Page): void {
  const { position } = page.store.state().moment;
  const last = page.recording().events[position - 1];
  if (last !== undefined) page.select({ event: last.id, flight: undefined });
  goToFace(page, "why");
}

function changeSpeed({ store, player }: Page, by: 1 | -1): void {
  const at = speeds.indexOf(store.state().player.speed);
  const next = speeds[Math.max(0, Math.min(speeds.length - 1, (at < 0 ? speeds.indexOf(1) : at) + by))];
  if (next !== undefined) player.setSpeed(next);
}
