/** What is written beside frames that lie on one another. */

import { expect, test } from "vitest";
import { merged } from "#ui/topology/labels-layer";

const text = (what: string, ends: string) => ({ what, ends, detail: `of ${what}` });
const there = "CIP→VIP";

test.each([
  ["one", [text("SYN", there)], { what: "SYN", ends: there, detail: "of SYN" }],
  [
    "several of one way",
    [text("ACK", there), text("GET /", there), text("ACK", there)],
    { what: "ACK, GET /", ends: there, detail: "of ACK" },
  ],
  [
    "an error among what it is about: named, and first",
    [text("ACK", there), text("too big", "VIP→CIP"), text("1142 bytes", there)],
    { what: "too big, ACK, 1142 bytes", ends: "", detail: "" },
  ],
  [
    "too many",
    [text("a", there), text("b", "x"), text("c", "y"), text("d", "z"), text("e", "z")],
    { what: "b, c, d +2", ends: "", detail: "" },
  ],
])("%s", (_what, texts, together) => {
  expect(merged(texts)).toEqual(together);
});
