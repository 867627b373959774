/**
 * Answers that are given on the stage: while a machine or a cable is asked for, what can be picked says so to
 * pointer and keyboard, and what is picked is marked.
 *
 * It works on the elements that the stage draws, by their data; the stage itself knows nothing of questions.
 */

import type { Answer } from "#lesson/questions";

export interface Picking {
  readonly kind: "machine" | "cable";
  readonly draft: Answer | undefined;
  /** What a cable is called. */
  readonly nameOf: (node: string, device: string) => string;
}

export interface StagePicks {
  /** `undefined`: nothing is asked of the stage. */
  readonly show: (picking: Picking | undefined) => void;
  readonly close: () => void;
}

const machines = ".machine";
const cables = ".cable";

/** Listens at the stage; `onPick` hears what is picked. */
export function createStagePicks(host: HTMLElement, onPick: (answer: Answer) => void): StagePicks {
  let current: Picking | undefined;
  const pick = (event: Event): void => {
    const answer = current && answerAt(event.target, current.kind);
    if (answer !== undefined) onPick(answer);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" || event.key === " ") pick(event);
  };
  host.addEventListener("click", pick);
  host.addEventListener("keydown", onKey);
  const show = (picking: Picking | undefined): void => {
    if (picking?.kind !== current?.kind) label(host, picking);
    current = picking;
    mark(host, picking);
  };
  return {
    show,
    close: () => {
      show(undefined);
      host.removeEventListener("click", pick);
      host.removeEventListener("keydown", onKey);
    },
  };
}

function answerAt(target: EventTarget | null, kind: Picking["kind"]): Answer | undefined {
  if (!(target instanceof Element)) return undefined;
  if (kind === "machine") {
    const node = target.closest<SVGElement>(machines)?.dataset.id;
    return node === undefined ? undefined : { kind: "machine", node };
  }
  const key = target.closest<SVGElement>(cables)?.dataset.key;
  return key === undefined ? undefined : cableAnswer(key);
}

/** A cable is known by the end it begins at: `rs1 eth0`. */
function cableAnswer(key: string): Answer {
  const [node = "", device = ""] = key.split(" ");
  return { kind: "cable", end: { node, device } };
}

/** Cables take the focus only while one is asked for. */
function label(host: HTMLElement, picking: Picking | undefined): void {
  if (picking === undefined) delete host.dataset.picking;
  else host.dataset.picking = picking.kind;
  for (const cable of host.querySelectorAll<SVGElement>(cables)) {
    if (picking?.kind !== "cable") {
      for (const name of ["tabindex", "role", "aria-label"]) cable.removeAttribute(name);
      continue;
    }
    const [node = "", device = ""] = (cable.dataset.key ?? "").split(" ");
    cable.setAttribute("tabindex", "0");
    cable.setAttribute("role", "button");
    cable.setAttribute("aria-label", picking.nameOf(node, device));
  }
}

function mark(host: HTMLElement, picking: Picking | undefined): void {
  const { draft } = picking ?? {};
  for (const element of host.querySelectorAll<SVGElement>(`${machines}, ${cables}`)) {
    const isPicked =
      (draft?.kind === "machine" && element.dataset.id === draft.node) ||
      (draft?.kind === "cable" && element.dataset.key === `${draft.end.node} ${draft.end.device}`);
    element.toggleAttribute("data-picked", isPicked);
  }
}
