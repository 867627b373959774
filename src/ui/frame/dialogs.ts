/**
 * The dialogs over the page: scenarios, sharing, export, comparing, help. One is open at a time; each is
 * loaded when it is first opened, and closes with Escape, its button, or a click beside it.
 */

import "./dialogs.css";
import type { App } from "../app.ts";
import type { Page, View, ViewMaker } from "../page.ts";
import type { Dialog, PageState } from "../store.ts";

type Makers = Readonly<Record<Dialog, () => Promise<ViewMaker>>>;

const makersOf = (app: App): Makers => ({
  picker: async () => (await import("./picker.ts")).createPicker,
  doctor: async () => (await import("../doctor/doctor-dialog.ts")).doctorDialogOf(app),
  share: async () => (await import("../share/share-dialog.ts")).shareDialogOf(app),
  export: async () => (await import("../share/export-dialog.ts")).exportDialogOf(app),
  compare: async () => (await import("../compare/compare-dialog.ts")).compareDialogOf(app),
  help: async () => (await import("./help.ts")).createHelp,
});

export const dialogsOf =
  (app: App): ViewMaker =>
  (host, page) =>
    createDialogs(host, page, makersOf(app));

function createDialogs(host: HTMLElement, page: Page, makers: Makers): View {
  const dialog = document.createElement("dialog");
  dialog.dataset.ownKeys = "";
  host.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  // Under a dialog nobody could read a notice, nor close it: it stands in the dialog meanwhile.
  const notices = document.getElementById("notices");
  const home = notices?.parentElement;
  let inside: View | undefined;
  const leave = (): void => {
    inside?.close?.();
    inside = undefined;
    if (notices !== null) home?.append(notices);
    dialog.replaceChildren();
    if (dialog.open) dialog.close();
  };
  /** What was asked for last, as far as it has been taken up here. */
  let taken: Dialog | undefined;
  let shown: Dialog | undefined;
  // Browsers tell of the closing later: by then another may have been asked for, or have opened.
  const close = (): void => {
    if (dialog.open || page.store.state().dialog !== shown) return;
    taken = undefined;
    leave();
    page.store.patch({ dialog: undefined });
  };
  dialog.addEventListener("close", close);
  const open = async (name: Dialog): Promise<void> => {
    leave();
    const make = await makers[name]();
    if (page.store.state().dialog !== name) return;
    shown = name;
    const body = document.createElement("div");
    body.className = `dialog ${name}`;
    dialog.replaceChildren(
      closeButton(page, () => dialog.close()),
      ...(notices === null ? [] : [notices]),
      body,
    );
    inside = make(body, page);
    const heading = body.querySelector("h2");
    if (heading !== null) {
      heading.id = "dialog-title";
      dialog.setAttribute("aria-labelledby", heading.id);
    }
    dialog.showModal();
    body.querySelector<HTMLElement>("[data-first]")?.focus();
  };
  return {
    update(state: PageState, before: PageState) {
      if (state.dialog !== taken) {
        taken = state.dialog;
        if (taken === undefined) leave();
        else void open(taken);
        return;
      }
      inside?.update(state, before);
    },
  };
}

function closeButton(page: Page, onClick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.className = "button dialog-close";
  button.textContent = "✕";
  button.setAttribute("aria-label", page.words().page.close);
  button.addEventListener("click", onClick);
  return button;
}
