/**
 * The stage as an SVG text that needs nothing else: what style sheets say of each element is written into it.
 * What is not shown, and what serves only those who use the page, is left out.
 */

/** What of an element's look may come from a style sheet. */
const properties = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
  "letter-spacing",
  "text-anchor",
  "text-decoration-line",
  "dominant-baseline",
] as const;

/** What an element has anyway, without being told: it need not be written. */
const usual: Readonly<Record<string, string>> = {
  "fill-opacity": "1",
  stroke: "none",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  opacity: "1",
  "paint-order": "normal",
  "letter-spacing": "normal",
  "text-anchor": "start",
  "text-decoration-line": "none",
  "dominant-baseline": "auto",
};

const ofText = new Set<string>([
  "font-family",
  "font-size",
  "font-weight",
  "letter-spacing",
  "text-anchor",
  "text-decoration-line",
  "dominant-baseline",
]);

const ofUse = ["class", "role", "tabindex", "aria-label", "aria-pressed", "aria-hidden", "style"];

/**
 * A drawing in the document as a text of its own, as large as it is on the screen, with those that lie on it
 * at the same place.
 */
export function standaloneSvg(drawing: SVGSVGElement): string {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = copyOf(drawing) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.round(width)));
  copy.setAttribute("height", String(Math.round(height)));
  copy.setAttribute("viewBox", `0 0 ${Math.round(width)} ${Math.round(height)}`);
  for (let next = drawing.nextElementSibling; next !== null; next = next.nextElementSibling) {
    if (next instanceof SVGSVGElement) copy.append(...copyOf(next).childNodes);
  }
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", groundOf(drawing));
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

function copyOf(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  const style = getComputedStyle(element);
  const isText = element.tagName === "text" || element.tagName === "tspan";
  for (const name of ofUse) copy.removeAttribute(name);
  for (const { name } of [...copy.attributes]) if (name.startsWith("data-")) copy.removeAttribute(name);
  if (element.tagName !== "g" && element.tagName !== "svg") writeLook(copy, style, isText);
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    else if (isShown(child)) copy.append(copyOf(child));
  }
  return copy;
}

function writeLook(copy: Element, style: CSSStyleDeclaration, isText: boolean): void {
  for (const name of properties) {
    if (ofText.has(name) && !isText) continue;
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== usual[name]) copy.setAttribute(attributeOf(name), value);
  }
}

/** As an attribute the line of a decoration is called like the whole. */
const attributeOf = (name: string): string => (name === "text-decoration-line" ? "text-decoration" : name);

const isShown = (element: Element): boolean =>
  element.tagName === "title" ||
  (!element.matches(".frame[aria-hidden]") && getComputedStyle(element).display !== "none");

/** What is behind the drawing: the nearest ground that is not transparent. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return "#ffffff";
}
