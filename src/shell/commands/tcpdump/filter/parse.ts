/**
 * Reads a capture filter (pcap-filter(7)). `and` and `or` bind alike, from left to right; `not` binds
 * tighter.
 *
 * Leaves out: gateway, protochain, MPLS, PPPoE, WLAN and what else no lab frame carries.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { FilterError, syntaxError, type Test } from "./expression.ts";
import { primitive, type Qualifiers, type Read } from "./primitives.ts";
import { accept, expect, peek, type Reading } from "./reading.ts";
import { tryComparison } from "./terms.ts";
import { tokensOf } from "./tokens.ts";

export type Parsed =
  | { readonly ok: true; readonly test: Test | undefined }
  | { readonly ok: false; readonly message: string };

/** Reads a filter; no words at all: every frame passes. `resolve` finds hosts by name. */
export function parseFilter(text: string, resolve: (name: string) => Ipv4Address | undefined): Parsed {
  try {
    const reading: Reading = { tokens: tokensOf(text), resolve, at: 0 };
    if (reading.tokens.length === 0) return { ok: true, test: undefined };
    const { test } = expression(reading, undefined);
    if (peek(reading) !== undefined) throw syntaxError();
    return { ok: true, test };
  } catch (thrown) {
    if (thrown instanceof FilterError) return { ok: false, message: thrown.message };
    throw thrown;
  }
}

function expression(reading: Reading, before: Qualifiers | undefined): Read {
  let read = unary(reading, before);
  for (;;) {
    const kind = accept(reading, "and", "&&") ? "and" : accept(reading, "or", "||") ? "or" : undefined;
    if (kind === undefined) return read;
    const right = unary(reading, read.qualifiers);
    read = { test: { kind, left: read.test, right: right.test }, qualifiers: right.qualifiers };
  }
}

function unary(reading: Reading, before: Qualifiers | undefined): Read {
  if (accept(reading, "not", "!")) {
    const { test, qualifiers } = unary(reading, before);
    return { test: { kind: "not", test }, qualifiers };
  }
  const compared = tryComparison(reading);
  if (compared !== undefined) return { test: compared, qualifiers: undefined };
  if (!accept(reading, "(")) return primitive(reading, before, expression);
  const inner = expression(reading, before);
  expect(reading, ")");
  return inner;
}
