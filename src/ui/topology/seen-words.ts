/**
 * The words of a drawing as one text, as they are seen: whoever hears a name, or says it to a machine, has to
 * find in it what others read (WCAG 2.5.3).
 */

/** Puts something between the words, which stand side by side without, and answers all of them. */
export function seenWords(drawing: Element): string {
  const texts = [...drawing.querySelectorAll("text, title")];
  for (const text of texts) if (text.nextSibling?.nodeType !== Node.TEXT_NODE) text.after(" ");
  return texts.map(({ textContent }) => textContent?.trim() ?? "").join(", ");
}
