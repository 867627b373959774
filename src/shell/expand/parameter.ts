/**
 * `$name`, the special parameters, and `${name…}` with its operations.
 *
 * Leaves out the operations that bash alone has and labs do not use: `${x@Q}` and its like.
 */

import type {
  ArithExpr,
  ArithmeticExpressionNode,
  InnerParameterOperation,
  ParameterExpansionPart,
  ParameterOperation,
  WordNode,
} from "just-bash/ast";
import { assign, type Run, ShellError } from "../state.ts";
import { border, type Piece, quoted, result } from "./fields.ts";
import { changeCase, removePattern, replacePattern } from "./parameter-text.ts";
import { elementsOf, namesWith, parameterValue } from "./parameter-value.ts";

/** How the words inside a part of a word are expanded; word.ts hands itself in. */
export interface Words {
  readonly run: Run;
  text(word: WordNode): Promise<string>;
  pattern(word: WordNode): Promise<string>;
  pieces(word: WordNode, isQuoted: boolean): Promise<Piece[]>;
}

/** What expanding parameters and arithmetic needs. */
export interface Expander extends Words {
  evaluate(expression: ArithmeticExpressionNode): Promise<bigint>;
  /** The value of something written as in double quotes, such as `${#x}`. */
  source(text: string): Promise<string>;
  /** The tree of an arithmetic text; `undefined` where it has a mistake. */
  arithmetic(text: string): Promise<ArithExpr | undefined>;
}

/** The pieces of a parameter expansion. */
export async function expandParameter(
  expander: Expander,
  { parameter, operation }: ParameterExpansionPart,
  isQuoted: boolean,
): Promise<Piece[]> {
  const elements = elementsOf(expander.run, parameter);
  const isList = elements !== undefined && isListOperation(operation);
  if (isList) return listPieces(await eachElement(expander, elements, operation), parameter, isQuoted);
  if (operation?.type === "ArrayKeys") {
    const keys = elementsOf(expander.run, `${operation.array}[@]`) ?? [];
    return listPieces(
      keys.map((_, index) => String(index)),
      operation.star ? "*" : "@",
      isQuoted,
    );
  }
  if (operation?.type === "VarNamePrefix") {
    return listPieces(namesWith(expander.run, operation.prefix), operation.star ? "*" : "@", isQuoted);
  }
  return scalar(expander, parameter, { operation, isQuoted });
}

/** Operations that `$@` and arrays apply to each element. */
function isListOperation(operation: ParameterOperation | null): boolean {
  if (operation === null) return true;
  switch (operation.type) {
    case "PatternRemoval":
    case "PatternReplacement":
    case "CaseModification":
    case "Substring":
      return true;
    case "DefaultValue":
    case "AssignDefault":
    case "ErrorIfUnset":
    case "UseAlternative":
    case "Length":
    case "LengthSliceError":
    case "BadSubstitution":
    case "Transform":
    case "Indirection":
    case "ArrayKeys":
    case "VarNamePrefix":
      return false;
  }
}

async function eachElement(
  expander: Expander,
  elements: readonly string[],
  operation: ParameterOperation | null,
): Promise<readonly string[]> {
  if (operation === null) return elements;
  if (operation.type === "Substring") {
    const from = Number(await expander.evaluate(operation.offset));
    const count = operation.length === null ? undefined : Number(await expander.evaluate(operation.length));
    return elements.slice(from, count === undefined ? undefined : from + count);
  }
  const changed: string[] = [];
  for (const element of elements) changed.push(await changeText(expander, element, operation));
  return changed;
}

function listPieces(elements: readonly string[], parameter: string, isQuoted: boolean): Piece[] {
  if (isQuoted && (parameter === "*" || parameter.endsWith("[*]"))) return [quoted(elements.join(" "))];
  if (elements.length === 0) return [];
  const wrap = isQuoted ? quoted : result;
  return elements.flatMap((element, index) =>
    index === 0 ? [wrap(element)] : isQuoted ? [border, wrap(element)] : [result(" "), wrap(element)],
  );
}

interface Asked {
  readonly operation: ParameterOperation | null;
  readonly isQuoted: boolean;
}

async function scalar(expander: Expander, parameter: string, asked: Asked): Promise<Piece[]> {
  const { operation, isQuoted } = asked;
  const { run } = expander;
  const wrap = isQuoted ? quoted : result;
  const value = await parameterValue(expander, parameter);
  if (operation === null) return [wrap(value ?? unsetText(run, parameter))];
  if (operation.type === "Indirection") {
    return scalar(expander, value ?? "", { operation: operation.innerOp ?? null, isQuoted });
  }
  if (operation.type === "Length") return [wrap(String(lengthOf(run, parameter, value)))];
  const replaced = await defaulted(expander, { parameter, value }, asked);
  if (replaced !== undefined) return replaced;
  return [wrap(await changeText(expander, value ?? "", operation))];
}

function unsetText({ state }: Run, parameter: string): string {
  if (!state.flags.has("u")) return "";
  const words = state.dialect === "dash" ? "parameter not set" : "unbound variable";
  throw new ShellError(`${parameter}: ${words}`, state.dialect === "dash" ? 2 : 1);
}

function lengthOf(run: Run, parameter: string, value: string | undefined): number {
  const elements = elementsOf(run, parameter);
  return elements === undefined ? [...(value ?? "")].length : elements.length;
}

interface Parameter {
  readonly parameter: string;
  readonly value: string | undefined;
}

/** `:-`, `:=`, `:?` and `:+`; `undefined` where the value itself is wanted. */
async function defaulted(
  expander: Expander,
  { parameter, value }: Parameter,
  { operation, isQuoted }: Asked,
): Promise<Piece[] | undefined> {
  if (operation === null || !("checkEmpty" in operation)) return undefined;
  const isMissing = value === undefined || (operation.checkEmpty && value === "");
  if (operation.type === "UseAlternative") {
    return isMissing ? (isQuoted ? [quoted("")] : []) : expander.pieces(operation.word, isQuoted);
  }
  if (!isMissing) return undefined;
  switch (operation.type) {
    case "DefaultValue":
      return expander.pieces(operation.word, isQuoted);
    case "AssignDefault": {
      const text = await expander.text(operation.word);
      assign(expander.run.state, parameter, text);
      return [isQuoted ? quoted(text) : result(text)];
    }
    case "ErrorIfUnset": {
      const given = operation.word === null ? "" : await expander.text(operation.word);
      const usual = operation.checkEmpty ? "parameter null or not set" : "parameter not set";
      throw new ShellError(`${parameter}: ${given === "" ? usual : given}`, 2);
    }
  }
}

type TextOperation = Exclude<ParameterOperation, { type: "Indirection" | "ArrayKeys" | "VarNamePrefix" }>;

async function changeText(expander: Expander, value: string, operation: ParameterOperation): Promise<string> {
  const asked = operation as TextOperation & InnerParameterOperation;
  switch (asked.type) {
    case "PatternRemoval":
      return removePattern(value, await expander.pattern(asked.pattern), asked);
    case "PatternReplacement": {
      const replacement = asked.replacement === null ? "" : await expander.text(asked.replacement);
      return replacePattern(value, await expander.pattern(asked.pattern), { ...asked, replacement });
    }
    case "CaseModification":
      return changeCase(value, asked);
    case "Substring":
      return substring(expander, value, asked);
    case "BadSubstitution":
      throw new ShellError(`${asked.text}: bad substitution`);
    case "LengthSliceError":
      throw new ShellError("bad substitution");
    case "Transform":
      throw new ShellError(`\${…@${asked.operator}}: not modelled in LVS Lab`);
    case "DefaultValue":
    case "AssignDefault":
    case "ErrorIfUnset":
    case "UseAlternative":
    case "Length":
      return value;
  }
}

async function substring(
  expander: Expander,
  value: string,
  operation: Extract<ParameterOperation, { type: "Substring" }>,
): Promise<string> {
  const characters = [...value];
  const offset = Number(await expander.evaluate(operation.offset));
  const from = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  if (operation.length === null) return characters.slice(from).join("");
  const length = Number(await expander.evaluate(operation.length));
  return characters.slice(from, length < 0 ? characters.length + length : from + length).join("");
}
