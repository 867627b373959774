/**
 * Arithmetic as in `$(( ))`: 64-bit whole numbers that wrap around.
 *
 * Leaves out names that are put together from several expansions, and elements of associative arrays.
 */

import type { ArithAssignmentOperator, ArithExpr } from "just-bash/ast";
import { assign, ShellError, variableText } from "../state.ts";
import { binary } from "./arithmetic-operators.ts";
import type { Expander } from "./parameter.ts";

/** Variables that name variables, followed this far. */
const maxIndirection = 32;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (value: boolean): bigint => (value ? 1n : 0n);

/** The value of an expression; assignments in it take effect. */
export async function evaluate(expander: Expander, expression: ArithExpr, depth = 0): Promise<bigint> {
  switch (expression.type) {
    case "ArithNumber":
      if (Number.isNaN(expression.value)) throw new ShellError("value too great for base");
      return BigInt(Math.trunc(expression.value));
    case "ArithGroup":
    case "ArithNested":
      return evaluate(expander, expression.expression, depth);
    case "ArithVariable":
      return variableValue(expander, expression.name, depth);
    case "ArithBinary":
      return binaryValue(expander, expression, depth);
    case "ArithUnary":
      return unaryValue(expander, expression, depth);
    case "ArithTernary": {
      const isTrue = (await evaluate(expander, expression.condition, depth)) !== 0n;
      return evaluate(expander, isTrue ? expression.consequent : expression.alternate, depth);
    }
    case "ArithAssignment":
      return assignment(expander, expression, depth);
    case "ArithSingleQuote":
      return BigInt(expression.value);
    case "ArithSpecialVar":
      return textValue(expander, await expander.source(`$${expression.name}`), depth);
    case "ArithCommandSubst":
      return textValue(expander, await expander.source(`$(${expression.command})`), depth);
    case "ArithBracedExpansion":
      return textValue(expander, await expander.source(`\${${expression.content}}`), depth);
    case "ArithArrayElement": {
      const index = expression.index === undefined ? 0n : await evaluate(expander, expression.index, depth);
      return textValue(expander, await expander.source(`\${${expression.array}[${index}]}`), depth);
    }
    case "ArithSyntaxError":
      throw new ShellError(expression.message);
    case "ArithDynamicAssignment":
    case "ArithDynamicElement":
    case "ArithDynamicBase":
    case "ArithDynamicNumber":
    case "ArithConcat":
    case "ArithDoubleSubscript":
    case "ArithNumberSubscript":
      throw new ShellError("this arithmetic expression is not modelled in LVS Lab");
  }
}

async function variableValue(expander: Expander, name: string, depth: number): Promise<bigint> {
  const { state } = expander.run;
  if (/^\d/.test(name)) return textValue(expander, state.parameters[Number(name) - 1] ?? "", depth);
  const value = variableText(state, name) ?? (await expander.source(`\${${name}}`));
  return textValue(expander, value, depth);
}

/** The number that a text stands for; any other text is an expression of its own. */
async function textValue(expander: Expander, text: string, depth: number): Promise<bigint> {
  const trimmed = text.trim();
  if (trimmed === "") return 0n;
  if (/^[-+]?(0|[1-9]\d*)$/.test(trimmed)) return wrap(BigInt(trimmed.replace("+", "")));
  if (depth >= maxIndirection) throw new ShellError(`${trimmed}: expression recursion level exceeded`);
  const expression = await expander.arithmetic(trimmed);
  if (expression === undefined || expression.type === "ArithSyntaxError") {
    throw new ShellError(`${trimmed}: syntax error: invalid arithmetic operator`);
  }
  return evaluate(expander, expression, depth + 1);
}

async function binaryValue(
  expander: Expander,
  { operator, left, right }: Extract<ArithExpr, { type: "ArithBinary" }>,
  depth: number,
): Promise<bigint> {
  const first = await evaluate(expander, left, depth);
  if (operator === "&&" && first === 0n) return 0n;
  if (operator === "||" && first !== 0n) return 1n;
  return wrap(binary(operator, first, await evaluate(expander, right, depth)));
}

async function unaryValue(
  expander: Expander,
  { operator, operand, prefix }: Extract<ArithExpr, { type: "ArithUnary" }>,
  depth: number,
): Promise<bigint> {
  const value = await evaluate(expander, operand, depth);
  switch (operator) {
    case "-":
      return wrap(-value);
    case "+":
      return value;
    case "!":
      return truth(value === 0n);
    case "~":
      return ~value;
    case "++":
    case "--": {
      if (operand.type !== "ArithVariable") throw new ShellError("syntax error: operand expected");
      const changed = wrap(operator === "++" ? value + 1n : value - 1n);
      assign(expander.run.state, operand.name, String(changed));
      return prefix ? changed : value;
    }
  }
}

async function assignment(
  expander: Expander,
  { operator, variable, subscript, value }: Extract<ArithExpr, { type: "ArithAssignment" }>,
  depth: number,
): Promise<bigint> {
  const given = await evaluate(expander, value, depth);
  const target = subscript === undefined ? undefined : Number(await evaluate(expander, subscript, depth));
  const known = target === undefined ? variable : `${variable}[${target}]`;
  const before =
    operator === "=" ? 0n : await textValue(expander, await expander.source(`\${${known}}`), depth);
  const changed = wrap(assigned(operator, before, given));
  assignElement(expander, { variable, index: target, value: String(changed) });
  return changed;
}

function assigned(operator: ArithAssignmentOperator, before: bigint, given: bigint): bigint {
  if (operator === "=") return given;
  return binary(operator.slice(0, -1) as Parameters<typeof binary>[0], before, given);
}

interface Element {
  readonly variable: string;
  readonly index: number | undefined;
  readonly value: string;
}

function assignElement({ run }: Expander, { variable, index, value }: Element): void {
  if (index === undefined) {
    assign(run.state, variable, value);
    return;
  }
  const known = run.state.variables.get(variable)?.value;
  const elements = typeof known === "string" ? [known] : [...(known ?? [])];
  while (elements.length < index) elements.push("");
  elements[index] = value;
  assign(run.state, variable, elements);
}
