/** A table that is to hold something, or nothing at all, in words. */

import { describe, expect, test } from "vitest";
import type { CheckParameters, Standing } from "#lesson/check";
import { checks as en } from "#words/en/lesson/checks";
import { checks as zh } from "#words/zh/lesson/checks";

const unmet: Standing = { isMet: false, now: [], goal: [], event: undefined };
type Parameters = CheckParameters["table-holds"];

describe("a table", () => {
  test.each<[Parameters, string, string]>([
    [
      { node: "rs1", table: "sysctls", row: { name: "net.ipv4.ip_forward", value: 1 } },
      "net.ipv4.ip_forward of rs1 is 1",
      "rs1 的 net.ipv4.ip_forward 为 1",
    ],
    [
      { node: "rs1", table: "sockets", row: {}, absent: true },
      "sockets of rs1: no row",
      "rs1 的套接字：没有表项",
    ],
    [
      { node: "rs1", table: "neighbours", row: { state: "STALE" }, count: 2 },
      "neighbour table of rs1: exactly 2 rows with state STALE",
      "rs1 的邻居表：恰有 2 个 state STALE 的表项",
    ],
  ])("%j", (parameters, english, chinese) => {
    expect(en["table-holds"](parameters, unmet)).toBe(english);
    expect(zh["table-holds"](parameters, unmet)).toBe(chinese);
  });
});
