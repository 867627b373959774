/** Every mistake of a file is reported at once, each with its line, its column and what would be right. */

import { describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import { both, good, goodBut, lines, mistakesOf, sysctls } from "../support/good-scenario.ts";

test("a good file has no diagnostics, and reads as a scenario with every default", () => {
  const { scenario, diagnostics } = parseScenario(good, { file: "x.yaml", sysctls });
  expect(diagnostics).toEqual([]);
  expect(scenario).toEqual({
    title: { en: "Two machines", zh: "两台机器" },
    seed: 1,
    preset: "kernel",
    sysctl: [],
    segments: [{ name: "lan", kind: "switch" }],
    nodes: [
      {
        name: "a",
        kind: "client",
        devices: [{ name: "eth0", segment: "lan" }],
        sysctl: [],
        files: [],
        programs: [],
        setup: "",
      },
      {
        name: "b",
        kind: "host",
        devices: [{ name: "eth0", segment: "lan", mtu: 1400 }],
        sysctl: [],
        files: [],
        programs: [],
        setup: "",
      },
    ],
    script: [{ at: 1_000_000_000, on: "a", run: "ping -c 1 10.0.0.2" }],
  });
});

test("quantities become whole numbers of the smallest unit", () => {
  const text = goodBut([
    "lan: {}",
    "lan: { delay: 1.5ms, rate: 2.5gbit, loss: 0.1%, ageing: 300s, kind: switch }",
  ]);
  expect(parseScenario(text, { file: "x.yaml" }).scenario?.segments).toEqual([
    {
      name: "lan",
      kind: "switch",
      delay: 1_500_000,
      rateBitsPerSecond: 2_500_000_000,
      lossPerMillion: 1000,
      ageing: 300_000_000_000,
    },
  ]);
});

describe("values", () => {
  test.each<[string, string, string, string]>([
    [
      "a missing unit",
      "lan: {}",
      "lan: { delay: 100 }",
      "x.yaml:3:17: error: the number 100 where a delay is expected; add a unit: 100ns, 100us, 100ms, 100s",
    ],
    [
      "a wrong unit",
      "lan: {}",
      "lan: { rate: 1gbps }",
      both(
        'x.yaml:3:16: error: the text "1gbps" where a rate is expected',
        "write a number and a unit, such as 1gbit",
      ),
    ],
    [
      "too much of it",
      "lan: {}",
      "lan: { loss: 200% }",
      "x.yaml:3:16: error: 200% is out of range; write a share in percent from 0% to 100%",
    ],
    [
      "a misspelt key",
      "lan: {}",
      "lan: { dealy: 1ms }",
      'x.yaml:3:10: error: a segment has no key "dealy"; did you mean "delay"?',
    ],
    [
      "a misspelt kind",
      "kind: client",
      "kind: clint",
      'x.yaml:6:11: error: the text "clint" where a kind of node is expected; did you mean "client"?',
    ],
    [
      "a number for text",
      "en: Two machines",
      "en: 2024",
      'x.yaml:1:14: error: the number 2024 where text in English is expected; put it in quotes: "2024"',
    ],
    [
      "a missing language",
      ", zh: 两台机器",
      "",
      'x.yaml:1:8: error: a text in both languages needs the key "zh"; add `zh:` with text in Chinese',
    ],
    [
      "a key that is there twice",
      "  b:",
      "  a:",
      both(
        'x.yaml:8:3: error: the key "a" stands here a second time',
        "join it with the one in line 5, or rename one of them",
      ),
    ],
    [
      "a name that no host has",
      "  b:",
      "  B_1:",
      'x.yaml:8:3: error: "B_1" cannot be a name; write it like rs1: small letters, digits and hyphens',
    ],
    [
      "a list for a set of keys",
      "  lan: {}",
      "  lan: [1]",
      both(
        "x.yaml:3:8: error: a list where a segment is expected",
        "write its keys: kind, delay, rate, loss, duplicate, reorder, mtu, ageing, at",
      ),
    ],
    [
      "a fraction of a byte",
      "mtu: 1400",
      "mtu: 1400.5",
      "x.yaml:10:43: error: the number 1400.5 where an MTU is expected; write an MTU from 68 to 65535",
    ],
    [
      "a group's MAC address",
      "mtu: 1400",
      "mac: 01:00:00:00:00:01",
      both(
        'x.yaml:10:43: error: the text "01:00:00:00:00:01" where the MAC address of one device is expected',
        "begin it with 02: an address of your own",
      ),
    ],
    [
      "half a position",
      "kind: host",
      "kind: host\n    at: [1]",
      "x.yaml:10:9: error: a list where a position is expected; write [80, 200]",
    ],
    [
      "an unknown program",
      "kind: host",
      "kind: host\n    programs: [{ htp-server: 80 }]",
      'x.yaml:10:18: error: "htp-server" is not a program; did you mean "http-server"?',
    ],
    [
      "a word that is not text",
      "run: ping -c 1 10.0.0.2",
      "run: true",
      'x.yaml:12:27: error: the word true where a shell line is expected; put it in quotes: "true"',
    ],
  ])("%s", (_, from, to, expected) => {
    expect(mistakesOf(goodBut([from, to]))).toEqual([expected]);
  });
});

test("all mistakes at once, in the order of the file; warnings alone do not refuse it", () => {
  const text = goodBut(
    ["zh: 两台机器", "zh:"],
    ["lan: {}", "lan: { rate: fast }\n  spare:"],
    ["kind: client", "kind: server"],
    ["on: a", "on: c"],
  );
  expect(mistakesOf(text)).toEqual(
    lines(`
      x.yaml:1:32: error: nothing where text in Chinese is expected; write text in Chinese
      x.yaml:3:16: error: the text "fast" where a rate is expected; write a number and a unit, such as 1gbit
      x.yaml:4:3: warning: nothing is plugged into segment "spare";
        name it under the \`devices:\` of a node, or remove it
      x.yaml:7:11: error: the text "server" where a kind of node is expected;
        use one of client, director, real-server, router, host
      x.yaml:13:19: error: there is no node "c"; did you mean "a"?
    `),
  );
  expect(parseScenario(goodBut(["lan: {}", "lan: {}\n  spare:"]), { file: "x.yaml" }).scenario).toBeDefined();
});
