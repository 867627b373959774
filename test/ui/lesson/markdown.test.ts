/** The small Markdown of lessons, cut into what is shown. */

import { expect, test } from "vitest";
import { type Inline, inlineOf, paragraphsOf, plainText } from "#ui/lesson/markdown";

const text = (said: string): Inline => ({ kind: "text", text: said });

test.each<[string, readonly Inline[]]>([
  ["plain", [text("plain")]],
  ["a **b** c", [text("a "), { kind: "strong", text: "b" }, text(" c")]],
  ["`ip a`", [{ kind: "code", text: "ip a" }]],
  ["`a ** b`", [{ kind: "code", text: "a ** b" }]],
  ["not **closed", [text("not **closed")]],
  ["<b>no HTML</b>", [text("<b>no HTML</b>")]],
  ["", []],
])("%s", (said, parts) => {
  expect(inlineOf(said)).toEqual(parts);
});

test("paragraphs are parted by empty lines, and are read aloud without marks", () => {
  const said = "One **bold `code`** word.\n\n`ip neigh`\n \nThree.";
  expect(paragraphsOf(said)).toHaveLength(3);
  expect(plainText(said)).toBe("One bold code word. ip neigh Three.");
});
