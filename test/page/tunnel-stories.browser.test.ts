/**
 * The story of tunnelling as a person sees it: an outer header comes and goes, what came out of the tunnel is
 * dropped by rp_filter until that is set, and full packets do not fit.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { enter, eventLike, lookAt, playToEnd, press, typeAt } from "#support/lab-page";
import { chooseTerminal, hopsOf, ladderOf, stageOf, terminalOf, whyOf } from "#support/lab-sights";

const { open } = labBrowser();

async function played(scenario: string): Promise<Page> {
  const { page } = await open({ query: `scenario=${scenario}` });
  expect(await playToEnd(page)).toBe("idle");
  return page;
}

/** Lets the lab go on until a moment. */
async function playUntil(page: Page, at: number): Promise<void> {
  await page.evaluate(() => {
    window.lvsLab.page.player.setSpeed("max");
    window.lvsLab.page.player.play();
  });
  await page.waitForFunction((at) => window.lvsLab.page.recording().head >= at, at);
  await page.evaluate((at) => {
    const { player } = window.lvsLab.page;
    player.pause();
    player.setSpeed(1);
    player.seek({ at: at as never });
  }, at);
}

describe("IPIP", () => {
  let page: Page;
  let dropped: number;

  beforeAll(async () => {
    page = await played("tunnel-basic");
    dropped = await eventLike(page, { kind: "packet-dropped", reason: "reverse-path" });
  });

  test("the director wraps the packet, and on the cable it has one header more", async () => {
    const wrapped = await eventLike(page, { kind: "request-forwarded", method: "tunnel" });
    await lookAt(page, wrapped);
    expect((await stageOf(page)).marks.join()).toContain(
      "director wraps it IP 10.0.0.200 → 10.0.0.202 IP TCP",
    );
    const { title, steps } = await whyOf(page);
    expect(title).toBe("director sends SYN 192.168.10.6:38252 → 10.0.0.10:80 to 10.0.0.202:80");
    expect(steps.at(-1)?.detail).toContain(
      "IPIP 10.0.0.200 → 10.0.0.202 (SYN 192.168.10.6:38252 → 10.0.0.10:80)",
    );
    await lookAt(
      page,
      await eventLike(page, { kind: "neighbour-changed", because: "reply" }, wrapped),
      5_000,
    );
    const { frames, labels } = await stageOf(page);
    expect(frames.map(({ layers }) => layers)).toContain("ETH IP IP TCP");
    expect(labels.join()).toContain("in a tunnel 10.0.0.200→10.0.0.202");
  });

  test("the hop table has the outer header from the director on, and what is within unchanged", async () => {
    await lookAt(page, dropped);
    await press(page, "2");
    await expect
      .poll(async () => (await hopsOf(page)).hops)
      .toEqual(["client → router", "router → director", "director → rs2"]);
    const { fields } = await hopsOf(page);
    expect(fields["Outer IPv4 src"]).toEqual(["", "", "*10.0.0.200"]);
    expect(fields["Outer IPv4 dst"]).toEqual(["", "", "*10.0.0.202"]);
    expect(fields["IPv4 dst"]).toEqual(["10.0.0.10", "10.0.0.10", "10.0.0.10"]);
    expect(fields["Outer IPv4 ttl"]).toEqual(["", "", "*62"]);
    expect(await page.locator("#face-packet").innerText()).toMatch(/Ends at rs2: wrong way back/);
  });

  test("rp_filter drops what came out: a mark, a note, and the values that decided", async () => {
    await press(page, "1");
    await lookAt(page, dropped, 1);
    const { marks, machines } = await stageOf(page);
    expect(marks).toContainEqual(expect.stringMatching(/^IP TCP wrong way back rp_filter 1/));
    expect(machines.find(({ isDeciding }) => isDeciding)?.name).toBe("rs2");
    expect((await ladderOf(page)).chosen).toMatch(/^rs2: wrong way back, /);
    const { steps, remedies } = await whyOf(page);
    expect(steps.find(({ isDeciding }) => isDeciding)).toMatchObject({
      title: "Does the way back to 192.168.10.6 leave by tunl0? No",
      tone: "bad",
      chips: ["all = 1", "tunl0 = 1", "effective 1"],
    });
    expect(remedies).toEqual([
      "rs2# sysctl -w net.ipv4.conf.tunl0.rp_filter=2",
      "rs2# sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0",
    ]);
  });

  test("its remedy mends it: the next request that rs2 gets is answered", async () => {
    await press(page, "1");
    await lookAt(page, dropped);
    const remedy = "sysctl -w net.ipv4.conf.tunl0.rp_filter=2";
    await page.getByRole("button", { name: `Type it at rs2: ${remedy}` }).click();
    await expect.poll(() => terminalOf(page)).toContain(`# ${remedy}`);
    await enter(page, "rs2", remedy);
    // The client has to give up before it can be told anything else.
    await playUntil(page, 7e9);
    await typeAt(page, "client", "curl -m 1 10.0.0.10; curl -m 1 10.0.0.10");
    await expect.poll(() => terminalOf(page)).toMatch(/curl: \(28\).*\n10\.0\.0\.202 RS2\nroot@client/s);
    const asked = await eventLike(page, { kind: "destination-scheduled" }, dropped);
    await eventLike(page, { kind: "packet-dropped", node: "rs1", reason: "reverse-path" }, asked);
    const way = await eventLike(page, { kind: "packet-decapsulated", node: "rs2" }, asked);
    await lookAt(page, await eventLike(page, { kind: "packet-delivered", node: "rs2" }, way));
    expect((await whyOf(page)).title).toContain("rs2");
  });
});

describe("the trap of the MTU", () => {
  let page: Page;
  let tooLong: number;

  beforeAll(async () => {
    page = await played("tunnel-mtu-trap");
    tooLong = await eventLike(page, { kind: "packet-dropped", reason: "needs-fragmentation" });
  });

  test("a full packet does not fit, and the director tells the client so", async () => {
    await press(page, "1");
    await lookAt(page, tooLong, 5_000);
    const { marks, labels, frames } = await stageOf(page);
    expect(marks).toContainEqual(expect.stringMatching(/^IP TCP too big, DF is set mtu 1480/));
    expect(labels.join()).toContain("too big, MTU is 1480");
    expect(frames.map(({ layers }) => layers)).toContain("ETH IP ICMP");
    const { steps, remedies } = await whyOf(page);
    expect(steps.find(({ isDeciding }) => isDeciding)).toMatchObject({
      title: "Do 1500 bytes fit? No",
      chips: ["mtu = 1480", "length 1500", "DF"],
    });
    expect(remedies[0]).toBe(
      "firewall# iptables -I FORWARD -p icmp --icmp-type fragmentation-needed -j ACCEPT",
    );
  });

  test("the firewall drops the message, and the client sends again and again", async () => {
    const lost = await eventLike(page, { kind: "packet-dropped", node: "firewall" }, tooLong);
    await press(page, "1");
    await lookAt(page, lost, 1);
    expect((await stageOf(page)).marks.join()).toContain(
      "firewall: DROP iptables filter FORWARD -p icmp -j DROP",
    );
    expect((await whyOf(page)).steps.find(({ isDeciding }) => isDeciding)?.title).toBe(
      "Do the rules let it pass? No, DROP",
    );
    await press(page, "2");
    await expect
      .poll(() => page.locator("#face-packet").innerText())
      .toContain("Fragmentation Needed and DF Set");
    const { fields, hops } = await hopsOf(page);
    const told = hops.indexOf("director → firewall");
    expect(told).toBeGreaterThan(1);
    expect(fields["ICMP mtu"]?.[told]).toBe("1480");
    await lookAt(page, await eventLike(page, { kind: "request-failed", error: "TIMEOUT" }, lost));
    await chooseTerminal(page, "client");
    await expect.poll(() => terminalOf(page)).toContain("curl -m 4 --data-binary @upload 10.0.0.10");
  });
});
