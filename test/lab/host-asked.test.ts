/** What the lab behind a port is asked besides going on: files, and how a line may end. */

import { describe, expect, test } from "vitest";
import type { LabAct } from "#lab/lab-command";
import type { Asked } from "#lab/remote";
import { formatIpv4 } from "#sim/wire/address";
import { type PortedLab, portedLab, scenarioOf, together } from "#support/lab-over-port";
import { oneHost, twoHosts } from "#support/one-host";

const onA = { node: "a", number: 0 };
const typed = (text: string): LabAct => ({ kind: "type", terminal: onA, text });

async function opened(text: string): Promise<PortedLab> {
  const lab = portedLab({ now: () => performance.now() });
  await lab.open(scenarioOf(text));
  return lab;
}

describe("what is asked beside", () => {
  test("the text of a file, or why there is none", async () => {
    const lab = await opened(oneHost);
    const ask = (path: string): Asked => ({ kind: "read-file", node: "a", path });
    expect(await lab.ask(ask("/etc/hostname"), "file")).toEqual({ kind: "file", text: "a\n" });
    expect(await lab.ask(ask("/etc"), "file")).toEqual({ kind: "file", errno: "EISDIR" });
    expect(await lab.ask(ask("/nothing"), "file")).toEqual({ kind: "file", errno: "ENOENT" });
    lab.close();
  });

  test("what the configuration foretells, as it stands now", async () => {
    const lab = await opened(twoHosts);
    const ask = async (): Promise<readonly string[]> => {
      const { findings } = await lab.ask({ kind: "examine" }, "examined");
      return findings.map(({ name, node }) => `${name} ${node}`);
    };
    expect(await ask()).toEqual([]);
    await lab.act(typed("ip addr add 10.0.0.2/24 dev eth0"));
    await lab.run(100);
    expect(await ask()).toEqual(["duplicate-address b"]);
    lab.close();
  });

  test("completion sees the terminal's own folder, and opens none", async () => {
    const seen: string[] = [];
    const candidates = ["x", "xy"].map((text) => ({ insert: text, shown: text, goesOn: false }));
    const lab = portedLab({
      complete: ({ state }, line, cursor, { addresses }) => {
        seen.push(`${state.cwd} ${line} ${cursor} ${addresses.map(formatIpv4).join(" ")}`);
        return { start: 1, candidates, common: "x" };
      },
    });
    await lab.open(scenarioOf(twoHosts));
    const ask = (number: number): Asked => ({
      ...{ kind: "complete", terminal: { node: "a", number }, line: "ls", cursor: 2 },
    });
    expect(await lab.ask(ask(0), "completed")).toEqual({
      ...{ kind: "completed", start: 1, candidates, common: "x" },
    });
    await lab.act(typed("cd /tmp; echo $$"));
    await lab.run(1);
    await lab.ask(ask(0), "completed");
    await lab.ask(ask(1), "completed");
    const addresses = "127.0.0.1 10.0.0.1 10.0.0.2";
    expect(seen).toEqual(["/root", "/tmp", "/root"].map((folder) => `${folder} ls 2 ${addresses}`));
    const [, said] = together(lab.batches).pieces;
    expect(said).toMatchObject({ text: "1202\n" });
    lab.close();
  });
});
