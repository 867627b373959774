/**
 * What a run is compared with: the same with one line more or less, a branch of its past, another scenario.
 */

import type { ShippedScenario } from "virtual:scenarios";
import { html, nothing } from "lit/html.js";
import type { Scenario, ScriptStep } from "#scenario/scenario";
import type { CompareWords } from "#words/compare-words";
import type { LanguageCode } from "#words/languages";
import type { Branch, Experiment } from "../playback/experiment.ts";
import { momentText } from "../time-text.ts";
import { branchName, type Choice } from "./runs.ts";

export interface Choosing {
  readonly words: CompareWords;
  readonly language: LanguageCode;
  readonly scenario: Scenario;
  /** The name of the scenario that is open. */
  readonly open: string | undefined;
  /** The run that is open, and its branches. */
  readonly experiment: Experiment;
  readonly scenarios: readonly ShippedScenario[];
  readonly onChoose: (choice: Choice) => void;
}

/** Lines that change what people ask about most. */
const usualLines = [
  "sysctl -w net.ipv4.conf.all.arp_ignore=1",
  "sysctl -w net.ipv4.conf.all.arp_announce=2",
  "sysctl -w net.ipv4.ip_forward=0",
  "sysctl -w net.ipv4.conf.all.rp_filter=1",
  "ip link set dev eth0 mtu 1400",
] as const;

export function chooseTemplate(choosing: Choosing) {
  const { words } = choosing;
  return html`<h2 tabindex="-1">${words.title}</h2>
    <p>${words.intro}</p>
    <div class="compare-ways">
      ${lineForm(choosing)} ${withoutForm(choosing)} ${branchForm(choosing)} ${scenarioForm(choosing)}
    </div>`;
}

/** The value of a field of the form that was sent. */
function sent(event: SubmitEvent, name: string): string {
  event.preventDefault();
  const { target } = event;
  return target instanceof HTMLFormElement ? String(new FormData(target).get(name) ?? "") : "";
}

function lineForm({ words, scenario, onChoose }: Choosing) {
  const { choose } = words;
  const submit = (event: SubmitEvent): void => {
    const [node, line] = [sent(event, "node"), sent(event, "line").trim()];
    if (line !== "") onChoose({ kind: "line", node, line });
  };
  const server = scenario.nodes.find(({ kind }) => kind === "real-server")?.name;
  return html`<form class="compare-way" @submit=${submit}>
    <h3>${choose.line}</h3>
    <p>${choose.lineHint}</p>
    <label
      >${choose.machine}
      <select name="node">
        ${scenario.nodes.map(({ name }) => html`<option ?selected=${name === server}>${name}</option>`)}
      </select>
    </label>
    <label
      >${choose.command}
      <input
        name="line"
        required
        data-first
        list="compare-lines"
        placeholder=${choose.example(usualLines[0])}
        autocomplete="off"
        spellcheck="false"
      />
    </label>
    <datalist id="compare-lines">${usualLines.map((line) => html`<option value=${line}></option>`)}</datalist>
    <button class="button strong" aria-label=${choose.goWith(choose.line)}>${choose.go}</button>
  </form>`;
}

function withoutForm({ words, scenario: { script }, onChoose }: Choosing) {
  const { choose } = words;
  if (script.length === 0) return nothing;
  const submit = (event: SubmitEvent): void => {
    const step: ScriptStep | undefined = script[Number(sent(event, "step"))];
    if (step !== undefined) onChoose({ kind: "without", step });
  };
  return html`<form class="compare-way" @submit=${submit}>
    <h3>${choose.without}</h3>
    <p>${choose.withoutHint}</p>
    <label
      >${choose.script}
      <select name="step">
        ${script.map(({ on, run }, at) => html`<option value=${at}>${on}# ${run}</option>`)}
      </select>
    </label>
    <button class="button" aria-label=${choose.goWith(choose.without)}>${choose.go}</button>
  </form>`;
}

function branchForm(choosing: Choosing) {
  const { words, experiment, onChoose } = choosing;
  const { branches } = experiment;
  const { choose } = words;
  return html`<section class="compare-way">
    <h3>${choose.branch}</h3>
    ${branches.length === 0 ? html`<p>${choose.noBranch}</p>` : nothing}
    ${branches.map((branch) => {
      const choose = (): void => onChoose({ kind: "branch", branch });
      return html`<button class="button" @click=${choose}>${nameOf(choosing, branch)}</button>`;
    })}
    ${branches.length > 1 ? branchesForm(choosing) : nothing}
  </section>`;
}

const nameOf = ({ words, experiment }: Choosing, branch: Branch): string =>
  words.runName(branchName(experiment, branch), momentText);

/** Two that were left, held against each other. */
function branchesForm(choosing: Choosing) {
  const { words, experiment, onChoose } = choosing;
  const { choose } = words;
  const { branches } = experiment;
  const submit = (event: SubmitEvent): void => {
    const [against, branch] = ["one", "other"].map((side) => branches[Number(sent(event, side))]);
    if (branch !== undefined) onChoose({ kind: "branch", branch, against });
  };
  const list = (side: string, chosen: number) =>
    html`<select name=${side}>
      ${branches.map(
        (branch, at) =>
          html`<option value=${at} ?selected=${at === chosen}>${nameOf(choosing, branch)}</option>`,
      )}
    </select>`;
  const last = branches.length - 1;
  return html`<form class="compare-branches" @submit=${submit}>
    <h4>${choose.twoBranches}</h4>
    <label>${choose.oneBranch} ${list("one", last - 1)}</label>
    <label>${choose.otherBranch} ${list("other", last)}</label>
    <button class="button" aria-label=${choose.goWith(choose.twoBranches)}>${choose.go}</button>
  </form>`;
}

/** What is held against each other most. */
const rivals: Readonly<Record<string, string>> = { "nat-basic": "direct-routing" };
const usualRival = "nat-basic";

function scenarioForm({ words, language, open, scenarios, onChoose }: Choosing) {
  const { choose } = words;
  const submit = (event: SubmitEvent): void => onChoose({ kind: "scenario", name: sent(event, "scenario") });
  const rival = rivals[open ?? ""] ?? usualRival;
  return html`<form class="compare-way" @submit=${submit}>
    <h3>${choose.scenario}</h3>
    <p>${choose.scenarioHint}</p>
    <label
      >${choose.scenario}
      <select name="scenario">
        ${scenarios
          .filter(({ name }) => name !== open)
          .map(
            ({ name, title }) =>
              html`<option value=${name} ?selected=${name === rival}>${title[language]}</option>`,
          )}
      </select>
    </label>
    <button class="button" aria-label=${choose.goWith(choose.scenario)}>${choose.go}</button>
  </form>`;
}
