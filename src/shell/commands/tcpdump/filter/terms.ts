/**
 * Arithmetic in a capture filter: `tcp[13] & 2 != 0`, `ip[2:2] > 576`, `len >= 100`.
 */

import { type Comparison, FilterError, type Layer, syntaxError, type Term, type Test } from "./expression.ts";
import { constants, numberOf } from "./numbers.ts";
import { expect, next, peek, type Reading } from "./reading.ts";

/** From the loosest to the tightest binding. */
const levels: readonly (readonly string[])[] = [["|", "^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ["=", "="],
  ["==", "="],
  ["!=", "!="],
  ["<", "<"],
  [">", ">"],
  ["<=", "<="],
  [">=", ">="],
]);

const fieldLayers: ReadonlyMap<string, Layer> = new Map([
  ["ether", "ether"],
  ["link", "ether"],
  ["ip", "ip"],
  ["arp", "arp"],
  ["rarp", "rarp"],
  ["icmp", "icmp"],
  ["tcp", "tcp"],
  ["udp", "udp"],
]);

/** A comparison of two terms, if that is what comes next; nothing is read otherwise. */
export function tryComparison(reading: Reading): Test | undefined {
  const { at } = reading;
  if (!mayBegin(reading)) return undefined;
  try {
    return comparison(reading);
  } catch (thrown) {
    if (!(thrown instanceof FilterError)) throw thrown;
    reading.at = at;
    return undefined;
  }
}

function mayBegin(reading: Reading): boolean {
  const token = peek(reading);
  if (token === undefined) return false;
  if (token.kind === "number" || token.text === "(" || token.text === "-") return true;
  if (token.text === "len" || constants.has(token.text)) return true;
  return fieldLayers.has(token.text) && reading.tokens[reading.at + 1]?.text === "[";
}

function comparison(reading: Reading): Test {
  const left = term(reading, 0);
  const operator = comparisons.get(next(reading)?.text ?? "");
  if (operator === undefined) throw syntaxError();
  return { kind: "compare", operator, left, right: term(reading, 0) };
}

function term(reading: Reading, level: number): Term {
  const operators = levels[level];
  if (operators === undefined) return factor(reading);
  let left = term(reading, level + 1);
  while (operators.includes(peek(reading)?.text ?? "")) {
    const operator = next(reading)?.text ?? "";
    left = { kind: "operation", operator, left, right: term(reading, level + 1) };
  }
  return left;
}

function factor(reading: Reading): Term {
  const token = next(reading);
  if (token === undefined) throw syntaxError();
  if (token.text === "-") return { kind: "negative", term: factor(reading) };
  if (token.text === "(") {
    const inner = term(reading, 0);
    expect(reading, ")");
    return inner;
  }
  if (token.text === "len") return { kind: "frame-length" };
  const value = constants.get(token.text) ?? (token.kind === "number" ? numberOf(token.text) : undefined);
  if (value !== undefined) return { kind: "number", value };
  const layer = fieldLayers.get(token.text);
  if (layer === undefined) throw syntaxError();
  return field(reading, layer);
}

function field(reading: Reading, layer: Layer): Term {
  expect(reading, "[");
  const offset = term(reading, 0);
  let size = 1;
  if (peek(reading)?.text === ":") {
    next(reading);
    size = numberOf(next(reading)?.text ?? "") ?? 0;
    if (![1, 2, 4].includes(size)) throw syntaxError();
  }
  expect(reading, "]");
  return { kind: "field", layer, offset, size };
}
