/**
 * What becomes of the keys of a terminal: they edit the line, send it, or go to the editor that is open.
 *
 * Lines that come in one piece were pasted: what follows one waits for the next prompt, or until a command
 * reads, as if somebody typed line by line; a Tab among them completes nothing. Ctrl-C overtakes all that
 * waits, as in a tty.
 */

import type { LabAct } from "#lab/lab-command";
import { columnsOf } from "./candidates.ts";
import type { Editors } from "./editor/editors.ts";
import { edit, emptyLine, insert, keysOf, replaceWord } from "./line-editor.ts";
import { changeLine, type ScreenState, writeAbove } from "./screen-state.ts";

export interface Typist {
  /** Takes what the terminal sends. */
  type(data: string): void;
  /** Something has changed: keys that waited may go on. */
  goOn(): void;
}

interface Key {
  readonly key: string;
  readonly isPasted: boolean;
}

interface Typing {
  readonly state: ScreenState;
  readonly editors: Editors;
  readonly waiting: Key[];
  isBusy: boolean;
  /** Whether the last key was Tab: a second one lists. */
  wasTab: boolean;
}

const interrupt = "\x03";
const enters = new Set(["\r", "\n"]);

export function createTypist(state: ScreenState, editors: Editors): Typist {
  const typing: Typing = { state, editors, waiting: [], isBusy: false, wasTab: false };
  return {
    type(data) {
      const keys = keysOf(data.replaceAll("\r\n", "\r"));
      if (data === interrupt && !editors.isOpen()) typing.waiting.length = 0;
      const isPasted = keys.length > 1 && keys.some((key) => enters.has(key) || key === "\t");
      typing.waiting.push(...keys.map((key) => ({ key, isPasted })));
      void takeKeys(typing);
    },
    goOn: () => void takeKeys(typing),
  };
}

/** Takes the keys that wait, one after another; those that send something wait for it to be taken. */
async function takeKeys(typing: Typing): Promise<void> {
  if (typing.isBusy) return;
  typing.isBusy = true;
  try {
    for (let next = nextKey(typing); next !== undefined; next = nextKey(typing)) await takeKey(typing, next);
  } finally {
    typing.isBusy = false;
  }
}

function nextKey({ waiting, state }: Typing): Key | undefined {
  const mustWait = waiting[0]?.isPasted === true && state.shown.isRunning && !state.parts.isAsked();
  return mustWait ? undefined : waiting.shift();
}

async function takeKey(typing: Typing, { key, isPasted }: Key): Promise<void> {
  const { state, editors } = typing;
  if (editors.isOpen()) {
    await editors.press(key);
    return;
  }
  const { shown } = state;
  const isTab = key === "\t" && !isPasted && !shown.isRunning;
  if (key === "\t" && !isTab) {
    changeLine(state, insert(state.line, "\t"));
    return;
  }
  if (key === "\x04" && shown.isRunning && state.line.text !== "") {
    // What stands on the line goes to whoever reads, without an end of line.
    return send(state, { kind: "input", terminal: state.parts.name, text: state.line.text });
  }
  const { line, wish } = edit(state.line, key, shown.isRunning ? [] : shown.history);
  const isSecondTab = typing.wasTab && isTab;
  typing.wasTab = isTab;
  switch (wish) {
    case "enter":
      changeLine(state, { ...line, cursor: line.text.length });
      return send(state, lineAct(state, line.text));
    case "interrupt":
      changeLine(state, { ...line, cursor: line.text.length });
      return send(state, { kind: "signal", terminal: state.parts.name, signal: "INT", line: line.text });
    case "end":
      return state.parts.act({ kind: "input", terminal: state.parts.name, text: undefined });
    case "clear":
      return clear(state);
    case "complete":
      changeLine(state, line);
      return complete(state, isSecondTab);
    case "bell":
      return;
    case undefined:
      changeLine(state, line);
  }
}

function lineAct({ parts: { name }, shown }: ScreenState, text: string): LabAct {
  if (shown.isRunning) return { kind: "input", terminal: name, text: `${text}\n` };
  return { kind: "type", terminal: name, text };
}

/** Does something with the line, which stays until its echo comes. */
async function send(state: ScreenState, act: LabAct): Promise<void> {
  state.isSent = true;
  await state.parts.act(act);
  state.parts.refresh();
  if (!state.isSent) return;
  state.isSent = false;
  changeLine(state, emptyLine(state.shown.history, state.line.killed));
}

function clear(state: ScreenState): void {
  const { line, parts, shown } = state;
  changeLine(state, emptyLine(shown.history));
  parts.terminal.write(`\x1b[H\x1b[2J${shown.lead}`);
  changeLine(state, line);
}

/** Tab: adds what all candidates share; a second Tab lists them. */
async function complete(state: ScreenState, lists: boolean): Promise<void> {
  const { line: before, parts } = state;
  const found = await parts.complete(parts.name, before.text, before.cursor);
  const { start, candidates, common } = found;
  if (candidates.length === 0 || state.line !== before) return;
  const word = before.text.slice(start, before.cursor);
  if (common.length > word.length || candidates.length === 1) {
    const isWhole = candidates.length === 1 && candidates[0]?.goesOn === false;
    changeLine(state, replaceWord(before, start, isWhole ? `${common} ` : common));
  } else if (lists) {
    const names = candidates.map(({ shown }) => shown);
    writeAbove(state, `\r\n${columnsOf(names, parts.terminal.cols).join("\r\n")}\r\n`);
  }
}
