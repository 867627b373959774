import { expect, test } from "vitest";
import { readCase } from "#conformance/case";
import { readResult } from "#conformance/result";

/** A whole case, with other values for some of its fields. */
const caseWith = (fields: object): object => ({
  name: "echo",
  nodes: [{ name: "a", ifaces: [{ name: "eth0", mac: "02:00:00:00:00:01", seg: "lan" }] }],
  steps: [{ node: "a", run: "ip addr" }],
  ...fields,
});

test("a case needs no group, and keeps the one it has", () => {
  expect(readCase(caseWith({}))).toMatchObject({ ok: true, case: { name: "echo", group: "none" } });
  expect(readCase(caseWith({ group: "B" }))).toMatchObject({ ok: true, case: { group: "B" } });
});

const wrong: readonly (readonly [object | string | null, string])[] = [
  [null, "the case is not an object"],
  ["text", "the case is not an object"],
  [[caseWith({})], "the case is not an object"],
  [caseWith({ name: undefined }), 'the case lacks "name"'],
  [caseWith({ name: "../echo" }), "the case.name is not a name that a file can have"],
  [caseWith({ group: 5 }), "the case.group is not text"],
  [caseWith({ nodes: {} }), "the case.nodes is not a list"],
  [caseWith({ nodes: [{ name: "a" }] }), 'the case.nodes[0] lacks "ifaces"'],
  [
    caseWith({ nodes: [{ name: "a", ifaces: [{ name: "eth0", mac: "x", seg: "lan" }] }] }),
    "the case.nodes[0].ifaces[0].mac is not a MAC address",
  ],
  [
    caseWith({ nodes: [{ name: "a", ifaces: [], servers: [{ kind: "smtp", port: 25 }] }] }),
    "the case.nodes[0].servers[0].kind is not http, hold or udp",
  ],
  [
    caseWith({ nodes: [{ name: "a", ifaces: [], sysctl: { x: [] } }] }),
    "the case.nodes[0].sysctl.x is not text or a number",
  ],
  [
    caseWith({
      nodes: [
        { name: "a", ifaces: [] },
        { name: "a", ifaces: [] },
      ],
    }),
    "the case has two nodes a",
  ],
  [caseWith({ steps: [{ node: "b" }] }), "the case.steps[0].node is none of its nodes"],
  [caseWith({ steps: [{}, { run: 5 }] }), "the case.steps[1].run is not text"],
  [caseWith({ steps: [{ gets: [{ port: 80 }] }] }), "the case.steps[0].gets[0] is not a target"],
];

test.each(wrong)("%j is no case", (value, fault) => {
  expect(readCase(value)).toEqual({ ok: false, fault });
});

test("a recorded result has steps and frames", () => {
  expect(readResult({ steps: [], frames: { "a:eth0": [] } })).toMatchObject({ ok: true });
  expect(readResult({ frames: {} })).toEqual({ ok: false, fault: 'the result lacks "steps"' });
  const frames = { "a:eth0": 7 };
  expect(readResult({ steps: [], frames })).toEqual({
    ok: false,
    fault: "the result.frames.a:eth0 is not a list",
  });
});
