/** A scenario as the plan of a network: defaults filled in, and nothing configured. */

import { expect, test } from "vitest";
import { planOf } from "#scenario/build";
import { parseScenario } from "#scenario/parse";
import { formatMac } from "#sim/wire/address";

const text = `
title: { en: Plan, zh: 计划 }
seed: 7
sysctl-preset: systemd
segments:
  lan: { delay: 1ms, loss: 1%, mtu: 9000 }
  wire: { kind: cable }
nodes:
  a:
    kind: director
    devices: { eth0: lan, eth1: wire }
  b:
    kind: router
    sysctl-preset: rhel
    devices:
      eth0: { segment: lan, mac: "02:aa:00:00:00:01", mtu: 1400, delay: 2ms, vlan: 5, trunk: [6, 7] }
      eth1: { segment: wire, txqueuelen: 5 }
`;

test("the device says, else its segment, else the default", () => {
  const { scenario, diagnostics } = parseScenario(text, { file: "plan.yaml" });
  expect(diagnostics).toEqual([]);
  if (scenario === undefined) return;
  const plan = planOf(scenario);
  expect(plan.seed).toBe(7);
  expect(planOf(scenario, 8).seed).toBe(8);
  expect(plan.segments).toEqual([
    { name: "lan", kind: "switch", mtu: 9000 },
    { name: "wire", kind: "cable", mtu: 1500 },
  ]);
  const rows = plan.nodes.flatMap(({ name, preset, devices }) =>
    devices.map((device) =>
      [
        `${name}:${device.name} ${preset}`,
        formatMac(device.mac),
        device.segment,
        device.mtu,
        device.cable.delay,
        device.cable.impairment.lossPerMillion,
        device.txqueuelen ?? "-",
        device.vlan ?? "-",
        device.trunk ?? "-",
      ].join(" "),
    ),
  );
  expect(rows).toEqual([
    "a:eth0 systemd 02:00:00:00:01:00 lan 9000 1000000 10000 - - -",
    "a:eth1 systemd 02:00:00:00:01:01 wire 1500 10000 0 - - -",
    "b:eth0 rhel 02:aa:00:00:00:01 lan 1400 2000000 10000 - 5 6,7",
    "b:eth1 rhel 02:00:00:00:02:01 wire 1500 10000 0 5 - -",
  ]);
});
