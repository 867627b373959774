/** `[[ … ]]`: like `test`, with patterns, regular expressions, and words that are not split. */

import type { ConditionalExpressionNode, WordNode } from "just-bash/ast";
import { binaryTest, unaryTest } from "./builtins/test.ts";
import { matches } from "./expand/pattern.ts";
import { evaluateText } from "./expand/rich-parts.ts";
import { expandPattern, expandText, wordsOf } from "./expand/word.ts";
import { type Run, ShellError } from "./state.ts";

const arithmetic = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

/** Whether a conditional expression holds. */
export async function evaluateConditional(run: Run, node: ConditionalExpressionNode): Promise<boolean> {
  switch (node.type) {
    case "CondNot":
      return !(await evaluateConditional(run, node.operand));
    case "CondAnd":
      return (await evaluateConditional(run, node.left)) && (await evaluateConditional(run, node.right));
    case "CondOr":
      return (await evaluateConditional(run, node.left)) || (await evaluateConditional(run, node.right));
    case "CondGroup":
      return evaluateConditional(run, node.expression);
    case "CondWord":
      return (await expandText(run, node.word)) !== "";
    case "CondUnary":
      return unaryTest(run.state, node.operator, await expandText(run, node.operand));
    case "CondBinary":
      return binaryCondition(run, node);
  }
}

async function binaryCondition(
  run: Run,
  { operator, left, right }: Extract<ConditionalExpressionNode, { type: "CondBinary" }>,
): Promise<boolean> {
  const value = await expandText(run, left);
  if (operator === "==" || operator === "=") return matches(await expandPattern(run, right), value);
  if (operator === "!=") return !matches(await expandPattern(run, right), value);
  if (operator === "=~") return regularMatch(run, value, right);
  if (arithmetic.has(operator)) {
    const first = await evaluateText(wordsOf(run), value || "0");
    const second = await evaluateText(wordsOf(run), (await expandText(run, right)) || "0");
    return binaryTest(run.state, operator, [String(first), String(second)]);
  }
  return binaryTest(run.state, operator, [value, await expandText(run, right)]);
}

/** Extended regular expressions as the language has them; named classes of POSIX are put into its words. */
async function regularMatch(run: Run, value: string, right: WordNode): Promise<boolean> {
  const source = (await expandText(run, right))
    .replaceAll("[:digit:]", "0-9")
    .replaceAll("[:alpha:]", "a-zA-Z")
    .replaceAll("[:alnum:]", "a-zA-Z0-9")
    .replaceAll("[:space:]", "\\s");
  try {
    const match = new RegExp(source, "s").exec(value);
    const groups = match === null ? [] : [...match].map((group) => group ?? "");
    run.state.variables.set("BASH_REMATCH", { value: groups, isExported: false, isReadonly: false });
    return match !== null;
  } catch {
    throw new ShellError("syntax error in conditional expression", 2);
  }
}
