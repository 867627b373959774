/** What a terminal in which a command runs waits for, and runs that end when nothing goes on by itself. */

import { describe, expect, test } from "vitest";
import { millis, seconds } from "#sim/engine/time";
import { portedLab, scenarioOf } from "#support/lab-over-port";
import { twoHosts } from "#support/one-host";

const onA = { node: "a", number: 0 };

describe("what a busy terminal waits for", () => {
  test.each([
    ["sleep 9", "time"],
    ["ping 10.0.0.2", "time"],
    ["curl 10.0.0.2", "time"],
    ["sleep 9 | cat", "time"],
    ["sleep 9 & wait", "time"],
    ["read x", "keyboard"],
    ["cat | wc -l", "keyboard"],
    ["vi note", "keyboard"],
    ["tcpdump -n -i eth0", "others"],
    ["nc -l 80 < /dev/null", "others"],
    ["tail -f /etc/hosts", "others"],
    ["tcpdump -n -i eth0 | cat", "others"],
    ["bash -c 'tcpdump -n -i eth0'", "others"],
    ["tcpdump -n -i eth0 & wait", "others"],
  ])("%s: %s", async (line, waitsFor) => {
    const lab = portedLab();
    await lab.open(scenarioOf(twoHosts));
    await lab.act({ kind: "type", terminal: onA, text: line });
    const { status } = await lab.run(line.startsWith("curl") ? 4 : 300);
    expect(status.busy).toEqual([{ ...onA, waitsFor }]);
    lab.close();
  });

  test("nothing, once it has ended", async () => {
    const lab = portedLab();
    await lab.open(scenarioOf(twoHosts));
    await lab.act({ kind: "type", terminal: onA, text: "sleep 0.1; tcpdump -n -i eth0 &" });
    expect((await lab.run(300)).status.busy).toEqual([]);
    lab.close();
  });
});

test("a run ends where what is awaited goes on no more by itself", async () => {
  const lab = portedLab();
  await lab.open(scenarioOf(twoHosts));
  const other = { node: "b", number: 0 };
  await lab.act({ kind: "type", terminal: other, text: "ping -i 0.1 10.0.0.1" });
  await lab.act({ kind: "type", terminal: onA, text: "sleep 0.35; cat" });
  const answer = await lab.ask(
    {
      ...{ kind: "run", until: seconds(60), step: undefined, breakpoints: [] },
      ...{ maxEvents: 1e9, toPiece: false, awaits: [onA] },
    },
    "ran",
  );
  expect(answer.end).toBe("rest");
  expect(answer.status.busy).toEqual([
    { ...other, waitsFor: "time" },
    { ...onA, waitsFor: "keyboard" },
  ]);
  expect(lab.head()).toBeGreaterThan(millis(350));
  expect(lab.head()).toBeLessThan(millis(360));
  lab.close();
});
