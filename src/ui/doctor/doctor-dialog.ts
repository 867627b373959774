/**
 * The doctor: what the configuration of all machines foretells, with the lines that mend it, each typed into
 * its terminal by a click. The lab is asked; nothing is sent and nothing changes by it.
 */

import "./doctor-dialog.css";
import { html, nothing, render } from "lit/html.js";
import type { Finding } from "#doctor/finding";
import { type DoctorWords, loadDoctorWords } from "#words/doctor-words";
import { tellFinding } from "#words/finding-words";
import type { App } from "../app.ts";
import type { Page, View, ViewMaker } from "../page.ts";
import { momentText } from "../time-text.ts";

/** What is to be seen: `findings` as they came, `undefined` while the lab is asked. */
interface Seen {
  readonly words: DoctorWords;
  readonly findings: readonly Finding[] | undefined;
}

export const doctorDialogOf =
  (app: App): ViewMaker =>
  (host, page): View => {
    let findings: readonly Finding[] | undefined;
    const draw = async (): Promise<void> => {
      const { language } = page.store.state();
      const words = await loadDoctorWords(language);
      if (page.store.state().language === language) render(view(page, { words, findings }, look), host);
    };
    const look = async (): Promise<void> => {
      findings = undefined;
      await draw();
      findings = await app.examine();
      await draw();
      host.querySelector<HTMLElement>("[data-first]")?.focus();
    };
    void look();
    return {
      update(state, before) {
        if (state.language !== before.language) void draw();
      },
    };
  };

function view(page: Page, { words, findings }: Seen, look: () => Promise<void>) {
  const { head } = page.store.state();
  return html`
    <h2>${words.title}</h2>
    <p>${words.what(momentText(head.at))}</p>
    <p class="doctor-count">
      <span role="status">${resultOf(words, findings)}</span>
      <button class="button" data-first @click=${() => void look()}>${words.again}</button>
    </p>
    <ol class="findings">
      ${(findings ?? []).map((finding) => item(page, words, finding))}
    </ol>
  `;
}

function resultOf(words: DoctorWords, findings: readonly Finding[] | undefined): string {
  if (findings === undefined) return words.looking;
  return findings.length === 0 ? words.sound : words.found(findings.length);
}

function item(page: Page, words: DoctorWords, finding: Finding) {
  const { title, consequence, cure } = tellFinding(words.tellers, finding);
  const { node, remedy, lesson } = finding;
  const type = (where: string, command: string) => (): void => {
    page.store.patch({ dialog: undefined });
    page.typeAt(where, command, false);
  };
  return html`<li>
    <h3><code>${node}</code> ${title}</h3>
    <p>${consequence}</p>
    <p>${remedy.length === 0 ? words.noCure : words.cure(cure)}</p>
    ${remedy.map(
      ({ node: where, command }) => html`<p class="finding-line">
        <code><b>${where}#</b> ${command}</code>
        <button class="button" @click=${type(where, command)}>${words.typeAt(where)}</button>
      </p>`,
    )}
    ${lesson === undefined ? nothing : html`<p><a href="?lesson=${lesson}">${words.lesson}</a></p>`}
  </li>`;
}
