/**
 * The timeline as something to be moved: by a pointer anywhere on it, by the keyboard, and told in words.
 */

import type { Nanos } from "#sim/engine/time";
import type { Page } from "../page.ts";
import { momentText } from "../time-text.ts";
import type { Timeline } from "./timeline.ts";

/** A page of the keyboard: a twentieth of everything. */
const pages = 20;

/** Makes an element a slider over the recording; `unit` steps are the player's. */
export function makeSlider(host: HTMLElement, timeline: Timeline, page: Page): void {
  host.tabIndex = 0;
  host.setAttribute("role", "slider");
  host.setAttribute("aria-orientation", "horizontal");
  host.setAttribute("aria-valuemin", "0");
  host.append(timeline.element);
  showTimeUnderPointer(host, timeline, page);
  host.addEventListener("pointerdown", (down) => drag(host, down, timeline, page));
  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event.key, page)) event.preventDefault();
  });
}

/** Beside the pointer: the time that a click would go to. */
function showTimeUnderPointer(host: HTMLElement, timeline: Timeline, page: Page): void {
  const tip = document.createElement("div");
  tip.className = "timeline-tip";
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  host.append(tip);
  host.addEventListener("pointermove", ({ clientX, pointerType }) => {
    const { left, width } = host.getBoundingClientRect();
    const target = timeline.targetAt(clientX - left);
    const at = "at" in target ? target.at : page.recording().events[target.position - 1]?.at;
    tip.hidden = at === undefined || pointerType === "touch";
    tip.textContent = momentText(at ?? (0 as Nanos));
    tip.style.left = `${Math.max(44, Math.min(width - 44, clientX - left))}px`;
  });
  host.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });
}

/** What a screen reader is told of where the knob is. */
export function tellSlider(host: HTMLElement, page: Page): void {
  const { moment, head } = page.store.state();
  const { timeline } = page.words().player;
  host.setAttribute("aria-label", timeline.name);
  host.setAttribute("aria-valuemax", `${head.position}`);
  host.setAttribute("aria-valuenow", `${moment.position}`);
  const text = timeline.value(momentText(moment.at), moment.position, head.position);
  host.setAttribute("aria-valuetext", text);
}

/** Follows a pointer; what was playing goes on from where it is let go. */
function drag(host: HTMLElement, down: PointerEvent, timeline: Timeline, { player, store }: Page): void {
  if (down.button !== 0) return;
  const wasPlaying = store.state().player.play === "playing";
  const { left } = timeline.element.getBoundingClientRect();
  const seek = ({ clientX }: PointerEvent): void => player.seek(timeline.targetAt(clientX - left));
  player.pause();
  host.setPointerCapture(down.pointerId);
  host.classList.add("dragged");
  seek(down);
  host.addEventListener("pointermove", seek);
  host.addEventListener(
    "lostpointercapture",
    () => {
      host.removeEventListener("pointermove", seek);
      host.classList.remove("dragged");
      if (wasPlaying) player.play();
    },
    { once: true },
  );
}

function press(key: string, { player, store }: Page): boolean {
  const { moment, head } = store.state();
  const by = Math.max(1, Math.round(head.position / pages));
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      player.step("event", 1);
      return true;
    case "ArrowLeft":
    case "ArrowDown":
      player.step("event", -1);
      return true;
    case "PageUp":
      player.seek({ position: Math.min(head.position, moment.position + by) });
      return true;
    case "PageDown":
      player.seek({ position: Math.max(0, moment.position - by) });
      return true;
    case "Home":
      player.toStart();
      return true;
    case "End":
      player.toEnd();
      return true;
  }
  return false;
}
