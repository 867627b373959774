/**
 * The stories of NAT and of direct routing as a person sees them: who is picked and by which reckoning, what
 * changes at each hop, and which way the answer takes.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { eventLike, lookAt, playToEnd, press, settled } from "#support/lab-page";
import { chooseTerminal, hopsOf, ladderOf, rowsOf, stageOf, terminalOf, whyOf } from "#support/lab-sights";

const { open } = labBrowser();

/** Frames are this long on a cable: afterwards they have arrived. */
const cable = 10_000;

/** Opens a scenario with one face of the inspector and plays it to its end. */
async function played(scenario: string, face: 1 | 2 | 3): Promise<Page> {
  const { page } = await open({ query: `scenario=${scenario}` });
  expect(await playToEnd(page)).toBe("idle");
  await press(page, String(face));
  return page;
}

/** Looks at the exchange that a frame belongs to, when its last hop has been sent. */
async function lookAtHops(page: Page, event: number, until: number): Promise<void> {
  await lookAt(page, until, cable);
  await page.evaluate((event) => window.lvsLab.page.select({ event }), event);
  await settled(page);
}

describe("NAT", () => {
  let page: Page;
  let picked: number;
  let answered: number;

  beforeAll(async () => {
    page = await played("nat-basic", 2);
    picked = await eventLike(page, { kind: "destination-scheduled" });
    answered = await eventLike(page, { kind: "reply-rewritten" }, picked);
  });

  test("wrr's reckoning is told number by number, and the table beside the director has it", async () => {
    await lookAt(page, picked);
    await press(page, "1");
    await expect.poll(async () => (await whyOf(page)).title).toBe("wrr on director picks 10.0.0.202:80");
    const { steps } = await whyOf(page);
    expect(steps.at(-1)).toMatchObject({
      title: "Whom does wrr pick? 10.0.0.202:80",
      isDeciding: true,
      detail: expect.stringContaining("the threshold was 1; the largest weight is 1; the step is 1"),
      reckoning: [
        "10.0.0.202:80: weight 1, 0 active, 0 inactive · chosen",
        "10.0.0.201:80: weight 1, 0 active, 0 inactive · not its turn",
      ],
    });
    const { marks, machines } = await stageOf(page);
    expect(machines.find(({ isDeciding }) => isDeciding)?.name).toBe("director");
    expect(marks.join()).toMatch(/director · wrr's reckoning .*rs2:80 w=1 ← picked rs1:80 w=1/);
    await press(page, "3");
    await expect.poll(() => page.locator("#face-node").innerText()).toContain("picked");
    await press(page, "2");
  });

  test("the request is rewritten to the server: old value struck, new beside it", async () => {
    await lookAt(page, await eventLike(page, { kind: "request-forwarded" }, picked));
    const { marks } = await stageOf(page);
    expect(marks).toContainEqual(expect.stringContaining("director rewrites"));
    expect(marks.join()).toContain("dst 192.168.10.200:80 → 10.0.0.202:80");
    const old = page.locator("#stage .beside .old").first();
    expect(await old.textContent()).toBe("192.168.10.200:80");
    expect(await old.evaluate((text) => getComputedStyle(text).textDecorationLine)).toBe("line-through");
  });

  test("the hop table marks what the director changes, there and back, and only that", async () => {
    await press(page, "2");
    await lookAtHops(page, picked, await eventLike(page, { kind: "frame-sent", node: "director" }, answered));
    await expect
      .poll(async () => (await hopsOf(page)).hops)
      .toEqual(["client → director", "director → rs2", "rs2 → director", "director → client"]);
    const { fields } = await hopsOf(page);
    expect(fields["IPv4 src"]).toEqual(["192.168.10.6", "192.168.10.6", "10.0.0.202", "*192.168.10.200"]);
    expect(fields["IPv4 dst"]).toEqual(["192.168.10.200", "*10.0.0.202", "192.168.10.6", "192.168.10.6"]);
    expect(fields["IPv4 ttl"]).toEqual(["64", "*63", "64", "*63"]);
    expect(fields["TCP sport"]).toEqual(["38252", "38252", "80", "80"]);
    expect(fields["TCP flags"]).toEqual(["SYN", "SYN", "SYN+ACK", "SYN+ACK"]);
    const ends = ["IPv4 src", "IPv4 dst", "IPv4 ttl", "Ethernet dst", "Ethernet src"];
    const marked = Object.keys(fields).filter((name) => fields[name]?.join().includes("*"));
    expect(marked.sort()).toEqual(ends.sort());
  });

  test("a marked cell says who changed it and by which rule", async () => {
    await press(page, "2");
    await page.locator("#face-packet td.changed", { hasText: "10.0.0.202" }).getByRole("button").click();
    await expect
      .poll(() => page.locator("#face-packet").innerText())
      .toMatch(/director.*192\.168\.10\.200.*10\.0\.0\.202|192\.168\.10\.200 → 10\.0\.0\.202/s);
  });

  test("answers alternate, and the director has the entry", async () => {
    await page.evaluate(() => window.lvsLab.page.player.toEnd());
    await chooseTerminal(page, "client");
    const curl = "root@client:~# curl 192.168.10.200\n";
    const lines = [2, 1, 2, 1].map((number) => `${curl}10.0.0.20${number} RS${number}\n`).join("");
    await expect.poll(() => terminalOf(page)).toContain(lines);
    await lookAt(page, await eventLike(page, { kind: "connection-created" }));
    await page.evaluate(() => window.lvsLab.page.select({ node: "director" }));
    await press(page, "3");
    await expect
      .poll(async () => (await rowsOf(page, ".table-connections")).join())
      .toMatch(/^\*TCP .*192\.168\.10\.6:38252 10\.0\.0\.202:80 192\.168\.10\.200:80$/);
  });
});

describe("direct routing", () => {
  let page: Page;
  let sent: number;

  beforeAll(async () => {
    page = await played("direct-routing", 2);
    sent = await eventLike(page, { kind: "request-forwarded" });
  });

  test("only the director answers for the address; the others hold it hidden", async () => {
    await lookAt(page, await eventLike(page, { kind: "arp-not-answered", node: "rs1" }));
    const { machines, marks } = await stageOf(page);
    expect(machines.filter(({ hidden }) => hidden.length > 0).map(({ name }) => name)).toEqual([
      "rs1",
      "rs2",
    ]);
    expect(machines.find(({ name }) => name === "director")?.chips).toEqual(["VIP 10.0.0.10 · lo"]);
    expect(marks.join()).toContain("arp_ignore 1");
  });

  test("the frame goes to the server, the packet still to the virtual address", async () => {
    const second = await eventLike(page, { kind: "request-forwarded" }, sent);
    await lookAt(page, second);
    expect((await stageOf(page)).marks.join()).toMatch(/ETH dst director → rs2 IP ttl 63 → 62/);
    await lookAtHops(page, second, await eventLike(page, { kind: "packet-delivered", node: "rs2" }, second));
    await expect
      .poll(async () => (await hopsOf(page)).hops)
      .toEqual(["client → router", "router → director", "director → rs2"]);
    const { fields } = await hopsOf(page);
    expect(fields["IPv4 dst"]).toEqual(["10.0.0.10", "10.0.0.10", "10.0.0.10"]);
    expect(fields["Ethernet dst"]).toEqual(["…:02:01", "*…:03:00", "*…:05:00"]);
    expect(await page.locator("#face-packet").innerText()).toContain(
      "changes only the MAC addresses and the TTL",
    );
  });

  test("the answer goes past the director", async () => {
    const syn = await eventLike(page, { kind: "destination-scheduled" });
    const done = await eventLike(page, { kind: "packet-delivered", node: "client" }, syn);
    await lookAtHops(page, syn, done);
    await expect
      .poll(async () => (await hopsOf(page)).hops)
      .toEqual(["client → router", "router → director", "director → rs2", "rs2 → router", "router → client"]);
    const { fields } = await hopsOf(page);
    expect(fields["IPv4 src"]?.slice(3)).toEqual(["10.0.0.10", "10.0.0.10"]);
    expect(await page.locator("#face-packet").innerText()).toContain(
      "the answer does not pass director again",
    );
    await lookAt(page, await eventLike(page, { kind: "request-answered" }, syn));
    const answer = (await ladderOf(page)).rows.filter((row) => row.startsWith("200 OK"));
    expect(answer.length).toBeGreaterThan(0);
    expect(answer.join()).not.toContain("director");
  });
});
