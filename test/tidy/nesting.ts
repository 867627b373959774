/**
 * How deep the blocks of a function are nested, read from the indentation that the formatter keeps.
 *
 * `if`, `switch`, `try` and loops count, and a function inside a function counts from zero again. Leaves out
 * blocks on one line.
 */
import type { Rule } from "./rule.ts";
import { isCode, type Source } from "./source.ts";

const maxDepth = 3;

interface OpenBlock {
  readonly indent: number;
  readonly isFunction: boolean;
}

const control = /^(?:\} )?(?:if|else|for|while|do|switch|try|catch|finally)\b/;
const functionHead = /(?:=>|\)|\)\s*:.*|\bstatic) \{$/;

/** Lines that open a block deeper than the limit, each with its number. */
function deepBlocks({ path, code }: Source): string[] {
  const open: OpenBlock[] = [];
  const heads = new Map<number, string>();
  const complaints: string[] = [];
  for (const [at, line] of code.split("\n").entries()) {
    const text = line.trim();
    if (text === "") continue;
    const indent = line.length - line.trimStart().length;
    // A condition over many lines ends in a line that begins with its bracket; its head is further up.
    if (!text.startsWith(")")) heads.set(indent, text);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    if (!text.endsWith("{")) continue;
    const isControl = control.test(heads.get(indent) ?? text);
    if (isControl || functionHead.test(text)) open.push({ indent, isFunction: !isControl });
    if (depthOf(open) > maxDepth) complaints.push(`${path}:${at + 1}: ${text}`);
  }
  return complaints;
}

function depthOf(open: readonly OpenBlock[]): number {
  return open.length - 1 - open.findLastIndex(({ isFunction }) => isFunction);
}

const nested = (opening: string): string =>
  ["function f() {", "  for (;;) {", "    while (x) {", "      if (y) {", `        ${opening}`].join("\n");

export const nestingRule: Rule = {
  says: `blocks are nested at most ${maxDepth} deep`,
  complaints: (source) => (isCode(source) ? deepBlocks(source) : []),
  broken: [
    ["src/sim/a.ts", nested("switch (z) {")],
    ["src/sim/a.ts", nested("if (\n          a &&\n          b\n        ) {")],
  ],
};
