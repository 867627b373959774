/**
 * Words to texts: quotes, braces, tildes, parameters, command substitutions, arithmetic, then fields.
 */

import type { ArithmeticExpressionNode, BraceItem, ScriptNode, WordNode, WordPart } from "just-bash/ast";
import { type Run, ShellError, variableText } from "../state.ts";
import { parse } from "../syntax/parse.ts";
import { evaluate } from "./arithmetic.ts";
import { bracesOf } from "./braces.ts";
import { fieldsOf, type Piece, patternOf, quoted, result, textOf, typed } from "./fields.ts";
import { type Expander, expandParameter } from "./parameter.ts";

/** The fields that words make, as arguments of a command. */
export async function expandWords(run: Run, words: readonly WordNode[]): Promise<string[]> {
  const fields: string[] = [];
  for (const word of words.flatMap(bracesOf)) {
    fields.push(...fieldsOf(run, await piecesOf(run, word.parts, false)));
  }
  return fields;
}

/** One text from a word, without splitting: the value of an assignment, the target of a redirection. */
export async function expandText(run: Run, word: WordNode): Promise<string> {
  return textOf(await piecesOf(run, word.parts, false));
}

/** One pattern from a word: a branch of `case`, the right side of `==`. */
export async function expandPattern(run: Run, word: WordNode): Promise<string> {
  return patternOf(await piecesOf(run, word.parts, false));
}

/** The text of a here document. */
export async function expandDocument(run: Run, word: WordNode): Promise<string> {
  return textOf(await piecesOf(run, word.parts, true));
}

/** The value of an arithmetic expression. */
export const evaluateIn = (run: Run, expression: Parameters<typeof evaluate>[1]): Promise<bigint> =>
  evaluate(expanderOf(run), expression);

async function piecesOf(run: Run, parts: readonly WordPart[], isQuoted: boolean): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const part of parts) pieces.push(...(await partPieces(run, part, isQuoted)));
  return pieces;
}

async function partPieces(run: Run, part: WordPart, isQuoted: boolean): Promise<Piece[]> {
  const wrap = isQuoted ? quoted : result;
  switch (part.type) {
    case "Literal":
      return [isQuoted ? quoted(part.value) : typed(part.value.replaceAll("\\", "\\\\"))];
    case "SingleQuoted":
    case "Escaped":
      return [quoted(part.value)];
    case "DoubleQuoted":
      return part.parts.length === 0 ? [quoted("")] : piecesOf(run, part.parts, true);
    case "ParameterExpansion":
      return expandParameter(expanderOf(run), part, isQuoted);
    case "CommandSubstitution":
      return [wrap(await substitute(run, part.body))];
    case "ArithmeticExpansion":
      return [wrap(String(await evaluateNamed(run, part.expression)))];
    case "TildeExpansion":
      return [quoted(homeOf(run, part.user))];
    case "Glob":
      return [isQuoted ? quoted(part.pattern) : typed(part.pattern)];
    case "BraceExpansion":
      return [typed(await bracesAsText(run, part.items))];
    case "ProcessSubstitution":
      throw new ShellError("process substitution is not modelled in LVS Lab");
  }
}

/** The value of `$(( ))`; a mistake in it is worded with the expression, as the shell at hand does. */
async function evaluateNamed(run: Run, node: ArithmeticExpressionNode): Promise<bigint> {
  try {
    return await evaluate(expanderOf(run), node.expression);
  } catch (thrown) {
    if (!(thrown instanceof ShellError) || thrown.message !== "division by 0") throw thrown;
    const text = node.originalText ?? "";
    if (run.state.dialect === "dash") {
      throw new ShellError(`arithmetic expression: division by zero: "${text}"`, 2);
    }
    const divisor = text.slice(text.search(/[/%][^/%]*$/) + 1).trim();
    throw new ShellError(`${text}: division by 0 (error token is "${divisor}")`);
  }
}

/** Braces where they are not expanded, such as in an assignment. */
async function bracesAsText(run: Run, items: readonly BraceItem[]): Promise<string> {
  const texts: string[] = [];
  for (const item of items) {
    texts.push(item.type === "Word" ? await expandText(run, item.word) : `${item.start}..${item.end}`);
  }
  return `{${texts.join(",")}}`;
}

function homeOf(run: Run, user: string | null): string {
  if (user === null) return variableText(run.state, "HOME") ?? "/root";
  return user === "root" ? "/root" : `~${user}`;
}

async function substitute(run: Run, script: ScriptNode): Promise<string> {
  return run.state.interpreter.substitution(run, script);
}

/** What the parts below need of this file. */
function expanderOf(run: Run): Expander {
  return {
    run,
    text: (word) => expandText(run, word),
    pattern: (word) => expandPattern(run, word),
    pieces: (word, isQuoted) => piecesOf(run, word.parts, isQuoted),
    evaluate: (expression) => evaluate(expanderOf(run), expression.expression),
    source: async (text) => {
      const parsed = await parse(`echo "${text}"`, "bash");
      const pipeline = parsed.ok ? parsed.script.statements[0]?.pipelines[0] : undefined;
      const command = pipeline?.commands[0];
      const word = command?.type === "SimpleCommand" ? command.args[0] : undefined;
      if (word === undefined) throw new ShellError(`${text}: bad substitution`);
      return expandText(run, word);
    },
    arithmetic: async (text) => {
      const parsed = await parse(`((${text}))`, "bash");
      const command = parsed.ok ? parsed.script.statements[0]?.pipelines[0]?.commands[0] : undefined;
      return command?.type === "ArithmeticCommand" ? command.expression.expression : undefined;
    },
  };
}

/** The value of arithmetic given as text, as `let` takes it. */
export async function evaluateText(run: Run, text: string): Promise<bigint> {
  const expander = expanderOf(run);
  const expression = await expander.arithmetic(text);
  if (expression === undefined) {
    throw new ShellError(`${text}: syntax error: operand expected (error token is "${text}")`);
  }
  return evaluate(expander, expression);
}
