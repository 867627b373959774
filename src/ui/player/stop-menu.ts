/**
 * The menu of what playing stops on: drops, picks, ARP answers for virtual addresses, and conditions on
 * header fields, written as text.
 */

import { html, nothing, render } from "lit/html.js";
import {
  type ConditionMistake,
  conditionText,
  type FieldCondition,
  fields,
  frameTest,
  readCondition,
} from "#lab/field-condition";
import type { Breakpoint } from "#lab/stop";
import { loadStopWords, type StopWords } from "#words/stop-words";
import type { Page } from "../page.ts";
import { virtualAddresses } from "../roles.ts";
import { machinesAt } from "../topology/names.ts";

export interface StopMenu {
  readonly page: Page;
  /** Below or above which it opens; it gets the focus back. */
  readonly button: HTMLElement;
  readonly onClose: () => void;
}

interface Open extends StopMenu {
  readonly element: HTMLElement;
  readonly words: StopWords;
  readonly vips: readonly string[];
  mistake: string | undefined;
}

/** Opens the menu; answers how to close it. */
export async function openStopMenu(menu: StopMenu): Promise<() => void> {
  const { page, button, onClose } = menu;
  const words = await loadStopWords(page.store.state().language);
  const element = document.createElement("div");
  element.className = "stop-menu";
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", words.title);
  button.after(element);
  const open: Open = { ...menu, element, words, vips: vipsOf(page), mistake: undefined };
  const unlisten = page.store.listen((state, before) => {
    if (state.player.breakpoints !== before.player.breakpoints) draw(open);
  });
  const outside = ({ target }: Event): void => {
    if (target instanceof Node && !element.contains(target) && !button.contains(target)) close();
  };
  const close = (): void => {
    unlisten();
    document.removeEventListener("pointerdown", outside, true);
    if (element.contains(document.activeElement)) button.focus();
    element.remove();
    onClose();
  };
  document.addEventListener("pointerdown", outside, true);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  draw(open);
  element.querySelector<HTMLElement>("input")?.focus();
  return close;
}

/** The addresses that are virtual at the shown moment. */
function vipsOf(page: Page): string[] {
  const scenario = page.scenario();
  if (scenario === undefined) return [];
  return [...virtualAddresses(machinesAt(page.recording(), scenario, page.store.state().moment))];
}

const breakpointsOf = ({ page }: Open): readonly Breakpoint[] => page.store.state().player.breakpoints;

function draw(open: Open): void {
  const { words, vips, element } = open;
  const known = breakpointsOf(open).find(({ kind }) => kind === "vip-answered");
  const watched = known?.kind === "vip-answered" ? known.vips : vips;
  const isNone = watched.length === 0;
  const conditions = breakpointsOf(open).flatMap((one) => (one.kind === "field" ? [one.condition] : []));
  render(
    html`<p class="stop-title">${words.title}</p>
      ${check(open, { kind: "drop" }, words.drop, false)} ${check(open, { kind: "pick" }, words.pick, false)}
      ${check(open, { kind: "vip-answered", vips: watched }, words.vip(watched), isNone)}
      <p class="stop-fields">${words.fields}</p>
      ${conditions.map((condition) => chip(open, condition))} ${form(open)}`,
    element,
  );
}

function check(open: Open, breakpoint: Breakpoint, text: string, isDisabled: boolean) {
  const isSet = breakpointsOf(open).some(({ kind }) => kind === breakpoint.kind);
  const toggle = (): void => {
    const others = breakpointsOf(open).filter(({ kind }) => kind !== breakpoint.kind);
    open.page.player.setBreakpoints(isSet ? others : [...others, breakpoint]);
  };
  return html`<label class=${isDisabled ? "stop-check disabled" : "stop-check"}>
    <input type="checkbox" .checked=${isSet} ?disabled=${isDisabled} @change=${toggle} />${text}
  </label>`;
}

function chip(open: Open, condition: FieldCondition) {
  const text = conditionText(condition);
  const remove = (): void => {
    const others = breakpointsOf(open).filter(
      (one) => one.kind !== "field" || conditionText(one.condition) !== text,
    );
    open.page.player.setBreakpoints(others);
  };
  return html`<span class="stop-condition"
    ><code>${text}</code
    ><button aria-label=${open.words.remove(text)} title=${open.words.remove(text)} @click=${remove}>
      ×
    </button></span
  >`;
}

function form(open: Open) {
  const { words, mistake } = open;
  const submit = (event: Event): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLElement).querySelector("input");
    if (input === null) return;
    open.mistake = add(open, input.value);
    if (open.mistake === undefined) input.value = "";
    draw(open);
  };
  return html`<form class="stop-form" @submit=${submit}>
      <input
        type="text"
        list="stop-field-names"
        placeholder=${words.example}
        aria-label=${words.fields}
        aria-invalid=${mistake !== undefined}
        aria-describedby="stop-mistake"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
      />
      <datalist id="stop-field-names">
        ${Object.keys(fields).map((name) => html`<option value=${`${name} == `}></option>`)}
      </datalist>
      <button class="button">${words.add}</button>
    </form>
    <p id="stop-mistake" class="stop-mistake" role="status">${mistake ?? nothing}</p>`;
}

/** Adds a condition; answers what is wrong with it, if anything is. */
function add(open: Open, text: string): string | undefined {
  const { words, page } = open;
  if (text.trim() === "") return words.mistakes.empty;
  const read = readCondition(text);
  if (!read.ok) return mistakeText(read.mistake, words);
  const written = conditionText(read.condition);
  const isKnown = breakpointsOf(open).some(
    (one) => one.kind === "field" && conditionText(one.condition) === written,
  );
  if (isKnown) return words.mistakes.known;
  page.player.setBreakpoints([...breakpointsOf(open), stopAtField(read.condition)]);
  return undefined;
}

const stopAtField = (condition: FieldCondition): Breakpoint => ({
  kind: "field",
  condition,
  holds: frameTest(condition),
});

function mistakeText(mistake: ConditionMistake, { mistakes }: StopWords): string {
  switch (mistake.kind) {
    case "not-a-condition":
      return mistakes.notACondition(mistake.text.trim());
    case "no-such-field":
      return mistakes.noSuchField(mistake.field, mistake.known);
    case "bad-value":
      return mistakes.badValue(mistake.field, mistake.value, mistake.expected);
    case "no-order":
      return mistakes.noOrder(mistake.field, mistake.comparison);
  }
}
