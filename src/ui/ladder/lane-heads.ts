/**
 * The names above the lanes: a click selects the machine, dragging (or Alt and an arrow key) moves its lane.
 */

import { select } from "d3-selection";
import { indexAt, type Lanes } from "./lanes.ts";

export interface LaneHeads {
  readonly lanes: Lanes;
  /** The machine that is selected. */
  readonly node: string | undefined;
  readonly title: (machine: string) => string;
  readonly choose: (machine: string) => void;
  /** A machine's lane goes to another place in the order. */
  readonly move: (machine: string, index: number) => void;
}

/** A pointer that moved less than this was a click. */
const leastDrag = 5;

/** Draws the heads; `heads()` is asked at events for what holds then. */
export function drawLaneHeads(host: HTMLElement, heads: () => LaneHeads): void {
  const { lanes, node, title } = heads();
  select(host)
    .selectAll<HTMLButtonElement, string>("button.lane")
    .data(lanes.names, (name) => name)
    .join((enter) => enter.append("button").attr("class", "lane").each(listen(heads)))
    .attr("title", title)
    .attr("aria-pressed", (name) => name === node)
    .style("left", (name) => `${(lanes.xs.get(name) ?? 0) - lanes.pitch / 2}px`)
    .style("width", `${lanes.pitch}px`)
    .order()
    .text((name) => name);
}

const listen = (heads: () => LaneHeads) =>
  function (this: HTMLButtonElement, name: string): void {
    this.addEventListener("pointerdown", (down) => drag(this, name, down, heads));
    this.addEventListener("keydown", (event) => {
      const { lanes, move } = heads();
      const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (by === 0 || !event.altKey) return;
      event.preventDefault();
      move(name, lanes.names.indexOf(name) + by);
    });
    this.addEventListener("click", (event) => {
      if (event.detail === 0) heads().choose(name);
    });
  };

/** Follows a pointer: past a few pixels it takes the lane along, else it was a click. */
function drag(button: HTMLButtonElement, name: string, down: PointerEvent, heads: () => LaneHeads): void {
  if (down.button !== 0) return;
  button.setPointerCapture(down.pointerId);
  let isDragged = false;
  const left = button.offsetLeft;
  const moved = ({ clientX }: PointerEvent): void => {
    const by = clientX - down.clientX;
    if (Math.abs(by) < leastDrag && !isDragged) return;
    isDragged = true;
    button.classList.add("dragged");
    button.style.left = `${left + by}px`;
  };
  const released = (up: PointerEvent): void => {
    button.removeEventListener("pointermove", moved);
    button.classList.remove("dragged");
    const { lanes, choose, move } = heads();
    if (!isDragged) choose(name);
    else move(name, indexAt(lanes, left + lanes.pitch / 2 + up.clientX - down.clientX));
  };
  button.addEventListener("pointermove", moved);
  button.addEventListener("lostpointercapture", (event) => released(event), { once: true });
}
