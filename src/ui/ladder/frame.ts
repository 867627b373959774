/**
 * The elements of the ladder that stay: heads of lanes and filters above, below them a window that scrolls
 * over everything there is, in which one drawing of the window's size stands still.
 */

export interface Frame {
  readonly root: HTMLElement;
  readonly heads: HTMLElement;
  readonly filter: HTMLElement;
  readonly scroller: HTMLElement;
  /** As high as everything. */
  readonly room: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly back: HTMLButtonElement;
  readonly empty: HTMLElement;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** Makes the elements in their place. */
export function createFrame(host: HTMLElement): Frame {
  const root = child(host, "div", "ladder");
  const filter = child(root, "div", "ladder-filter");
  const heads = child(root, "div", "ladder-heads");
  const scroller = child(root, "div", "ladder-window");
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "listbox");
  const room = child(scroller, "div", "ladder-room");
  room.setAttribute("role", "presentation");
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("class", "ladder-drawing");
  svg.setAttribute("role", "presentation");
  room.append(svg);
  const back = child(root, "button", "button ladder-back");
  const empty = child(root, "p", "ladder-empty");
  return { root, heads, filter, scroller, room, svg, back, empty };
}

function child<Tag extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: Tag,
  name: string,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = name;
  parent.append(made);
  return made;
}
