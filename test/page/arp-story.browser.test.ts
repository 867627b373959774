/**
 * The ARP story as a person sees it: three machines answer for the virtual address, the first answer wins and
 * the director is passed by; the reason is named, and what the page offers mends it.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { enter, eventLike, lookAt, playToEnd, press, typeAt } from "#support/lab-page";
import {
  type Box,
  chooseTerminal,
  hopsOf,
  ladderOf,
  rowsOf,
  stageOf,
  terminalOf,
  whyOf,
} from "#support/lab-sights";

const { open } = labBrowser();

/** So long after something was sent at the switch it is in the middle of its cable. */
const halfWay = 5_000;

const question = "who has 10.0.0.10? tell 10.0.0.101";

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

function directionOf(from: Box | undefined, to: Box): number {
  const begin = middleOf(from ?? to);
  const end = middleOf(to);
  return Math.atan2(end.y - begin.y, end.x - begin.x);
}

const apart = (one: number, other: number): number => Math.abs(Math.sin((one - other) / 2));

describe("what happens", () => {
  let page: Page;
  let asked: number;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=arp-nothing-set" }));
    expect(await playToEnd(page)).toBe("idle");
    asked = await eventLike(page, { kind: "arp-request-sent", node: "router" });
  });

  const answerOf = (node: string) => eventLike(page, { kind: "arp-reply-sent", node }, asked);

  test("all three hold the address and would answer for it", async () => {
    await lookAt(page, asked);
    const { machines } = await stageOf(page);
    const holders = machines.filter(({ chips }) => chips.length > 0);
    expect(holders.map(({ name }) => name).sort()).toEqual(["director", "rs1", "rs2"]);
    for (const { chips, hidden } of holders) {
      expect(chips).toEqual([expect.stringContaining("VIP 10.0.0.10 · lo")]);
      expect(hidden).toEqual([]);
    }
  });

  test("the router's question goes out and floods to every machine of the switch", async () => {
    await lookAt(page, asked, halfWay);
    const way = await stageOf(page);
    expect(way.frames.map(({ layers }) => layers)).toEqual(["ETH ARP"]);
    expect(way.labels).toEqual([question]);
    const flooded = await eventLike(page, { kind: "frame-sent", node: "lan" }, asked);
    await lookAt(page, flooded, halfWay);
    const { frames, labels, machines, segments } = await stageOf(page);
    expect(frames.map(({ layers }) => layers)).toEqual(["ETH ARP", "ETH ARP", "ETH ARP"]);
    expect(labels).toEqual([question]);
    const lan = segments.find(({ name }) => name === "lan");
    // One is on the way to each: seen from the switch, in its direction.
    const others = machines.filter(({ name }) => name !== "client" && name !== "router");
    const nearest = frames.map(({ box }) => {
      const off = others.map((machine) =>
        apart(directionOf(lan?.box, box), directionOf(lan?.box, machine.box)),
      );
      return others[off.indexOf(Math.min(...off))]?.name;
    });
    expect(nearest.sort()).toEqual(["director", "rs1", "rs2"]);
  });

  test.each(["rs1", "rs2", "director"])("%s answers, and ladder and stage show it", async (node) => {
    await lookAt(page, await answerOf(node), halfWay);
    const { machines, frames, labels } = await stageOf(page);
    expect(machines.filter(({ isDeciding }) => isDeciding).map(({ name }) => name)).toEqual([node]);
    expect(frames.length).toBeGreaterThan(0);
    if (node !== "rs1") expect(labels.join()).toContain(`10.0.0.10 is at ${node}`);
    const { chosen } = await ladderOf(page);
    expect(chosen).toMatch(new RegExp(`^10\\.0\\.0\\.10 is at ${node}, ${node} to router, `));
  });

  test("the first answer wins: the router's table says rs1", async () => {
    const learnt = await eventLike(page, { kind: "neighbour-changed", node: "router", because: "reply" });
    await lookAt(page, learnt);
    const { marks, machines } = await stageOf(page);
    expect(marks).toEqual([expect.stringMatching(/^router · neighbours 10\.0\.0\.10 rs1 …04:00 REACHABLE/)]);
    expect(machines.find(({ isDeciding }) => isDeciding)?.name).toBe("router");
    const why = await whyOf(page);
    expect(why.title).toBe("router takes rs1 for 10.0.0.10: director is bypassed from now on");
    expect(why.steps.at(-1)?.tone).toBe("bad");
    await press(page, "3");
    await expect
      .poll(() => rowsOf(page, ".table-neighbours"))
      .toContainEqual(expect.stringMatching(/^\*10\.0\.0\.10 eth0 …:04:00 rs1 REACHABLE/));
    await press(page, "2");
    await expect
      .poll(async () => (await hopsOf(page)).hops)
      .toEqual(["router → all (3)", "rs1 → router", "rs2 → router later", "director → router later"]);
    const { fields } = await hopsOf(page);
    expect(fields["ARP sender ip"]).toEqual(["10.0.0.101", "10.0.0.10", "", ""]);
    expect(await page.locator("#face-packet").innerText()).toContain("so far rs1 answered");
    await press(page, "1");
  });

  test("later answers change nothing", async () => {
    const kept = await eventLike(page, { kind: "neighbour-update-refused", node: "router" }, asked);
    await lookAt(page, kept);
    expect((await whyOf(page)).title).toContain("10.0.0.10");
    expect((await stageOf(page)).marks.join()).toContain("10.0.0.10 rs1 …04:00 REACHABLE");
  });

  test("requests go past the director", async () => {
    const { rows } = await inTheLadder(page, await eventLike(page, { kind: "request-answered" }));
    expect(rows.join()).not.toContain("to director");
    await chooseTerminal(page, "client");
    await expect
      .poll(() => terminalOf(page))
      .toMatch(/curl -m 1 10\.0\.0\.10\n10\.0\.0\.201 RS1\nroot@client:~#$/);
  });
});

async function inTheLadder(page: Page, event: number) {
  await lookAt(page, event);
  return ladderOf(page);
}

describe("why, and what mends it", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=arp-nothing-set" }));
    await playToEnd(page);
  });

  const lookAtAnswerOf = async (node: string): Promise<void> =>
    lookAt(page, await eventLike(page, { kind: "arp-reply-sent", node }), halfWay);

  test("why names the setting, its values, and what loses", async () => {
    await lookAtAnswerOf("rs1");
    const { title, steps, remedies, followed } = await whyOf(page);
    expect(title).toBe("rs1 answers for the VIP 10.0.0.10");
    const deciding = steps.filter(({ isDeciding }) => isDeciding);
    expect(deciding).toEqual([
      {
        title: "arp_ignore lets me answer",
        detail: expect.stringContaining("arp_ignore is the larger of all (0) and eth0 (0): 0"),
        tone: "bad",
        isDeciding: true,
        chips: ["all = 0", "eth0 = 0", "~lo = 0~", "effective 0"],
        reckoning: [],
      },
    ]);
    expect(remedies).toEqual([
      "rs1# sysctl -w net.ipv4.conf.all.arp_ignore=1",
      "rs1# sysctl -w net.ipv4.conf.all.arp_announce=2",
      "router# ip neigh del 10.0.0.10 dev eth0",
    ]);
    expect(followed).toEqual(["router takes rs1 for 10.0.0.10: director is bypassed from now on"]);
  });

  /** Presses the button that types a remedy, looks at what it typed, and presses Enter. */
  const typeRemedy = async (node: string, command: string): Promise<void> => {
    await page.getByRole("button", { name: `Type it at ${node}: ${command}` }).click();
    await expect.poll(() => terminalOf(page)).toMatch(new RegExp(`^root@${node}:~# ${command}$`, "m"));
    expect(await page.locator(".terminal-tabs [aria-selected=true]").innerText()).toBe(node);
    await enter(page, node, command);
  };

  const hiddenAt = async (): Promise<string[]> =>
    (await stageOf(page)).machines.filter(({ hidden }) => hidden.length > 0).map(({ name }) => name);

  test.each(["rs1", "rs2"])("a button types the remedy at %s, and Enter hides the address", async (node) => {
    await lookAtAnswerOf(node);
    await typeRemedy(node, "sysctl -w net.ipv4.conf.all.arp_ignore=1");
    await expect.poll(() => terminalOf(page)).toContain("net.ipv4.conf.all.arp_ignore = 1");
    expect(await hiddenAt()).toEqual(node === "rs1" ? ["rs1"] : ["rs1", "rs2"]);
  });

  test("and the next request goes through the director", async () => {
    await typeAt(page, "router", "ip neigh flush dev eth0");
    const mended = await page.evaluate(() => window.lvsLab.page.recording().events.at(-1)?.id ?? 0);
    expect(await playToEnd(page)).toBe("idle");
    const asked = await eventLike(page, { kind: "arp-request-sent", node: "router" }, mended);
    for (const node of ["rs1", "rs2"]) {
      await lookAt(page, await eventLike(page, { kind: "arp-not-answered", node }, asked));
      const { title, steps } = await whyOf(page);
      expect(title).toContain(node);
      expect(steps.find(({ isDeciding }) => isDeciding)?.chips).toContain("effective 1");
      expect((await stageOf(page)).marks.join()).toContain("arp_ignore 1");
    }
    const picked = await eventLike(page, { kind: "destination-scheduled", node: "director" }, asked);
    await lookAt(page, picked);
    const { rows } = await ladderOf(page);
    expect(rows.join("\n")).toMatch(/SYN 192\.168\.10\.6→10\.0\.0\.10, router to director/);
    expect(rows.join("\n")).toMatch(/director: rr picks 10\.0\.0\.20[12]:80/);
  });
});
