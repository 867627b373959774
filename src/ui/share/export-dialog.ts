/**
 * Exporting: a capture of one device, one machine or all; the stage as a picture; the scenario as YAML.
 */

import "./export-dialog.css";
import { html, nothing, render } from "lit/html.js";
import { loadShareWords, type ShareWords } from "#words/share-words";
import type { App } from "../app.ts";
import type { Page, View, ViewMaker } from "../page.ts";
import { save } from "./save.ts";

export const exportDialogOf =
  (app: App): ViewMaker =>
  (host, page): View => {
    let words: ShareWords | undefined;
    let said = "";
    const draw = (): void => {
      if (words !== undefined) render(dialog(app, words, said, done), host);
    };
    const done = (name: string): void => {
      said = words?.exports.saved(name) ?? "";
      page.say(said);
      draw();
    };
    const load = async (): Promise<void> => {
      words = await loadShareWords(page.store.state().language);
      draw();
    };
    void load();
    return {
      update(state, before) {
        if (state.language !== before.language) void load();
      },
    };
  };

type Done = (name: string) => void;

function dialog(app: App, words: ShareWords, said: string, done: Done) {
  const { exports: texts } = words;
  const { page } = app;
  const name = page.store.state().scenario?.name ?? "lab";
  const saving = (ending: string, make: () => Promise<Blob>) => async (): Promise<void> => {
    save(await make(), `${name}.${ending}`);
    done(`${name}.${ending}`);
  };
  return html`
    <h2>${words.exportTitle}</h2>
    <div class="exports">
      <section>
        <h3>${texts.capture}</h3>
        <label>${texts.captureOf} ${whose(page, texts.all)}</label>
        <button
          class="button strong"
          data-first
          @click=${(event: Event) => saving("pcapng", () => capture(page, event))()}
        >
          ${texts.save}
        </button>
        <p class="muted">${texts.hints.capture}</p>
      </section>
      <section>
        <h3>${texts.svg.replace(/\s*[（(]?SVG.*$/, "")}</h3>
        <button class="button" @click=${saving("svg", () => picture("svg"))}>${texts.svg}</button>
        <button class="button" @click=${saving("png", () => picture("png"))}>${texts.png}</button>
        <p class="muted">${texts.hints.picture}</p>
      </section>
      <section>
        <h3>${texts.yaml}</h3>
        <label><input type="checkbox" id="yaml-typed" checked /> ${texts.yamlTyped}</label>
        <button class="button" @click=${saving("yaml", () => yaml(app))}>${texts.save}</button>
        <p class="muted">${texts.hints.yaml}</p>
      </section>
    </div>
    <p role="status">${said === "" ? nothing : said}</p>
  `;
}

/** A choice of all machines, one of them, or one device of one. */
function whose(page: Page, all: string) {
  const nodes = page.scenario()?.nodes ?? [];
  return html`<select id="capture-of">
    <option value="">${all}</option>
    ${nodes.map(
      ({ name, devices }) => html`
        <option value=${name}>${name}</option>
        ${devices.map(
          (device) => html`<option value="${name} ${device.name}">${name}: ${device.name}</option>`,
        )}
      `,
    )}
  </select>`;
}

async function capture(page: Page, { target }: Event): Promise<Blob> {
  const { captureOf } = await import("./capture.ts");
  const chosen = (target as Element).closest("section")?.querySelector("select")?.value ?? "";
  const [node, device] = chosen.split(" ");
  const only = { node: node === "" ? undefined : node, device };
  return new Blob(captureOf(page.recording().events, only), { type: "application/octet-stream" });
}

async function picture(kind: "svg" | "png"): Promise<Blob> {
  const { pictureOf } = await import("./picture.ts");
  return pictureOf(kind);
}

async function yaml(app: App): Promise<Blob> {
  const { yamlOf } = await import("./scenario-text.ts");
  const withTyped = document.querySelector<HTMLInputElement>("#yaml-typed")?.checked === true;
  return new Blob([await yamlOf(app, withTyped)], { type: "application/yaml" });
}
