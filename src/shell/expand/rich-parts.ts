/**
 * What words have beyond plain text: parameters, command substitutions, arithmetic.
 */

import type { ArithmeticExpressionNode, BraceItem, WordPart } from "just-bash/ast";
import { ShellError } from "../state.ts";
import { substitution } from "../substitution.ts";
import { parse } from "../syntax/parse.ts";
import { evaluate } from "./arithmetic.ts";
import { type Piece, quoted, result, typed } from "./fields.ts";
import { type Expander, expandParameter, type Words } from "./parameter.ts";

export type RichPart = Extract<
  WordPart,
  {
    type:
      | "ParameterExpansion"
      | "CommandSubstitution"
      | "ArithmeticExpansion"
      | "BraceExpansion"
      | "ProcessSubstitution";
  }
>;

/** The pieces of a part that is more than text. */
export async function richPieces(words: Words, part: RichPart, isQuoted: boolean): Promise<readonly Piece[]> {
  const { run } = words;
  const wrap = isQuoted ? quoted : result;
  switch (part.type) {
    case "ParameterExpansion":
      return expandParameter(expanderOf(words), part, isQuoted);
    case "CommandSubstitution":
      return [wrap(await substitution(run, part.body))];
    case "ArithmeticExpansion":
      return [wrap(String(await evaluateNamed(words, part.expression)))];
    case "BraceExpansion":
      return [typed(await bracesAsText(words, part.items))];
    case "ProcessSubstitution":
      throw new ShellError("process substitution is not modelled in LVS Lab");
  }
}

/** The value of an arithmetic expression. */
export const evaluateIn = (words: Words, expression: Parameters<typeof evaluate>[1]): Promise<bigint> =>
  evaluate(expanderOf(words), expression);

/** The value of `$(( ))`; a mistake in it is worded with the expression, as the shell at hand does. */
async function evaluateNamed(words: Words, node: ArithmeticExpressionNode): Promise<bigint> {
  try {
    return await evaluate(expanderOf(words), node.expression);
  } catch (thrown) {
    if (!(thrown instanceof ShellError) || thrown.message !== "division by 0") throw thrown;
    const text = node.originalText ?? "";
    if (words.run.state.dialect === "dash") {
      throw new ShellError(`arithmetic expression: division by zero: "${text}"`, 2);
    }
    const divisor = text.slice(text.search(/[/%][^/%]*$/) + 1).trim();
    throw new ShellError(`${text}: division by 0 (error token is "${divisor}")`);
  }
}

/** Braces where they are not expanded, such as in an assignment. */
async function bracesAsText(words: Words, items: readonly BraceItem[]): Promise<string> {
  const texts: string[] = [];
  for (const item of items) {
    texts.push(item.type === "Word" ? await words.text(item.word) : `${item.start}..${item.end}`);
  }
  return `{${texts.join(",")}}`;
}

/** What the parts below need. */
function expanderOf(words: Words): Expander {
  // Written out: this is made for every `$name`, and a spread would cost more than all the rest.
  return {
    run: words.run,
    text: words.text,
    pattern: words.pattern,
    pieces: words.pieces,
    evaluate: (expression) => evaluate(expanderOf(words), expression.expression),
    source: async (text) => {
      const parsed = await parse(`echo "${text}"`, "bash");
      const pipeline = parsed.ok ? parsed.script.statements[0]?.pipelines[0] : undefined;
      const command = pipeline?.commands[0];
      const word = command?.type === "SimpleCommand" ? command.args[0] : undefined;
      if (word === undefined) throw new ShellError(`${text}: bad substitution`);
      return words.text(word);
    },
    arithmetic: async (text) => {
      const parsed = await parse(`((${text}))`, "bash");
      const command = parsed.ok ? parsed.script.statements[0]?.pipelines[0]?.commands[0] : undefined;
      return command?.type === "ArithmeticCommand" ? command.expression.expression : undefined;
    },
  };
}

/** The value of arithmetic given as text, as `let` takes it. */
export async function evaluateText(words: Words, text: string): Promise<bigint> {
  const expander = expanderOf(words);
  const expression = await expander.arithmetic(text);
  if (expression === undefined) {
    throw new ShellError(`${text}: syntax error: operand expected (error token is "${text}")`);
  }
  return evaluate(expander, expression);
}
