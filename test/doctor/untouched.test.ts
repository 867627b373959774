/** The doctor only looks: a lab that was examined goes on exactly as one that was not. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { examine } from "#doctor/index";
import { openLab } from "#lab/lab";
import { parseScenario } from "#scenario/parse";
import { later, seconds } from "#sim/engine/time";

const mayChange = [
  ["a martian is logged and counted where the answer comes back", "scenarios/dr-director-as-gateway.yaml"],
  ["rules count packets, and one rule drops", "scenarios/tunnel-mtu-trap.yaml"],
  ["rules about ARP count messages", "test/doctor/planted/arp-rule-eats.yaml"],
  ["addresses are translated", "scenarios/persistence-office.yaml"],
  ["ports of local addresses are taken in turn", "test/doctor/planted/fullnat-few-ports.yaml"],
] as const;

const asked =
  "ipvsadm -Ln; iptables -nvL; iptables -t nat -nvL; arptables -nvL; nstat -az; dmesg; ip neigh; ip route";

async function played(path: string, isExamined: boolean): Promise<readonly string[]> {
  const { scenario } = parseScenario(readFileSync(path, "utf8"), { file: path });
  if (scenario === undefined) throw new Error(`${path} does not read`);
  const events: string[] = [];
  const lab = await openLab(scenario, {
    onBuilt: ({ simulation }) => simulation.observe((traced) => events.push(JSON.stringify(traced))),
  });
  const before = events.length;
  if (isExamined) examine(lab.network);
  expect(events.length).toBe(before);
  const { terminalsOf, typeIn } = await import("#lab/terminals");
  const terminals = terminalsOf(lab, { onOutput: (_typed, said) => events.push(said) });
  for (const { name } of scenario.nodes) {
    const line =
      name === "client" || name === "pc1" ? "curl -s -m 1 10.0.0.10 192.168.10.200 203.0.113.100" : asked;
    const typed = typeIn(terminals, name, line);
    const limit = later(lab.simulation.now, seconds(10));
    await lab.turns.runUntil(() => typed?.running.exitCode !== undefined, limit);
  }
  return events;
}

test.each(mayChange)("%s, but not when the doctor looks", async (_what, path) => {
  const plain = await played(path, false);
  expect(plain.length).toBeGreaterThan(20);
  expect(await played(path, true)).toEqual(plain);
});
