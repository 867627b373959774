/** Measures texts in the fonts that the page really has, each once. */

import { type Measure, type Typeface, textWidth } from "./text-width.ts";

/** Measured at this size, and in proportion at any other. */
const measuredAt = 100;
const mostKept = 5000;

/** A measure for texts within an element. */
export function measureIn(element: Element): Measure {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return textWidth;
  const style = getComputedStyle(element);
  const fonts: Readonly<Record<Typeface, string>> = {
    sans: `${measuredAt}px ${style.getPropertyValue("--font")}`,
    bold: `700 ${measuredAt}px ${style.getPropertyValue("--font")}`,
    mono: `600 ${measuredAt}px ${style.getPropertyValue("--font-mono")}`,
  };
  const known = new Map<string, number>();
  return (text, size, face) => {
    const key = `${face} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (known.size > mostKept) known.clear();
      context.font = fonts[face];
      width = context.measureText(text).width;
      known.set(key, width);
    }
    return (width * size) / measuredAt;
  };
}
