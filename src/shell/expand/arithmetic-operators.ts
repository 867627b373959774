/** The operators of arithmetic between two numbers. */

import type { ArithBinaryNode } from "just-bash/ast";
import { ShellError } from "../state.ts";

const truth = (value: boolean): bigint => (value ? 1n : 0n);

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new ShellError("division by 0");
  return divisor;
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ShellError("exponent less than 0");
  let value = 1n;
  for (let count = 0n; count < BigInt.asUintN(16, exponent); count++) value = BigInt.asIntN(64, value * base);
  return value;
}

/** The value before it is cut to 64 bits. */
export function binary(operator: ArithBinaryNode["operator"], left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / nonZero(right);
    case "%":
      return left % nonZero(right);
    case "**":
      return power(left, right);
    case "<<":
      return left << BigInt.asUintN(6, right);
    case ">>":
      return left >> BigInt.asUintN(6, right);
    case "<":
      return truth(left < right);
    case "<=":
      return truth(left <= right);
    case ">":
      return truth(left > right);
    case ">=":
      return truth(left >= right);
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&&":
      return truth(left !== 0n && right !== 0n);
    case "||":
      return truth(left !== 0n || right !== 0n);
    case ",":
      return right;
  }
}
