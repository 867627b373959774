/**
 * The way inside a host and the director's belief as a person sees them: verdicts in words, switches with the
 * values that lose struck through, all of it by keyboard, in both languages and themes.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { violations } from "#support/access";
import { labBrowser } from "#support/lab-browser";
import { eventLike, lookAt, playToEnd, press, settled } from "#support/lab-page";

const { open } = labBrowser();

interface StationSight {
  readonly name: string;
  readonly verdict: string;
  readonly state: string;
  readonly chips: readonly string[];
  readonly isDeciding: boolean;
}

/** The stations of each passage. */
const passagesOf = (page: Page): Promise<StationSight[][]> =>
  page.locator(".host-stations").evaluateAll((lists) =>
    lists.map((list) =>
      [...list.children].map((row) => ({
        name: row.querySelector("b")?.textContent ?? "",
        verdict: row.querySelector(".host-verdict")?.textContent?.trim() ?? "",
        state: row.getAttribute("data-state") ?? "",
        chips: [...row.querySelectorAll(".why-chip")].map((chip) =>
          chip.querySelector("s") === null
            ? (chip.textContent?.trim() ?? "")
            : `~${chip.textContent?.trim()}~`,
        ),
        isDeciding: row.hasAttribute("data-deciding"),
      })),
    ),
  );

const reached = (stations: readonly StationSight[] | undefined): string[] =>
  (stations ?? []).flatMap(({ name, state }) => (state === "unreached" ? [] : [`${name}: ${state}`]));

async function lookInside(page: Page): Promise<void> {
  await press(page, "2");
  await page.locator('#face-packet [data-tab="inside"]').click();
  await page.locator(".host-stations").first().waitFor();
}

const selected = (page: Page) => page.evaluate(() => window.lvsLab.page.store.state().selection.event);

describe("a tunnel's packet that strict rp_filter ends", () => {
  let page: Page;
  let end: number;

  beforeAll(async () => {
    ({ page } = await open({ query: "scenario=tunnel-basic" }));
    expect(await playToEnd(page)).toBe("idle");
    end = await eventLike(page, { kind: "packet-dropped", reason: "reverse-path" });
    await lookAt(page, end);
    // Why it was dropped leads to where.
    await press(page, "1");
    await page.locator("#face-why [data-inside]").click();
    await page.locator(".host-stations").first().waitFor();
  });

  test("goes in twice: wrapped as far as its protocol, unwrapped as far as source validation", async () => {
    expect(await page.locator("#host-path-title").innerText()).toBe("Inside rs2");
    const [outer, inner] = await passagesOf(page);
    expect(reached(outer)).toEqual([
      "Device: passed",
      "PREROUTING: silent",
      "Source validation: silent",
      "Route: passed",
      "LOCAL_IN: silent",
      "Protocol, program: passed",
    ]);
    expect(reached(inner)).toEqual(["Device: passed", "PREROUTING: silent", "Source validation: dropped"]);
    const decided = inner?.filter(({ isDeciding }) => isDeciding);
    expect(decided).toEqual([
      expect.objectContaining({
        verdict: "Does the way back to 192.168.10.6 leave by tunl0? No",
        chips: ["all = 1", "tunl0 = 1", "effective 1"],
      }),
    ]);
    expect(inner?.find(({ name }) => name === "PREROUTING")?.verdict).toBe("passed, nothing recorded");
  });

  test("every value leads to its setting", async () => {
    await page.locator(".host-stations [data-state=dropped] button.why-chip").first().click();
    await page.locator("#face-node tr.sought").waitFor();
    expect(await page.locator("#face-node tr.sought").innerText()).toContain("rp_filter");
    await press(page, "2");
  });

  test("arrow keys go from station to station, Enter goes to the station's event", async () => {
    await page.locator(".host-stations [aria-current=step] .host-station").focus();
    const here = () => page.evaluate(() => document.activeElement?.querySelector("b")?.textContent);
    expect(await here()).toBe("Source validation");
    await page.keyboard.press("ArrowUp");
    expect(await here()).toBe("PREROUTING");
    await page.keyboard.press("ArrowUp");
    expect(await here()).toBe("Device");
    expect(await selected(page)).toBe(end);
    await page.keyboard.press("Enter");
    await settled(page);
    const unwrapped = await eventLike(page, { kind: "packet-decapsulated", node: "rs2" });
    expect(await selected(page)).toBe(unwrapped);
    expect(await here()).toBe("Device");
    // What follows it has not happened yet.
    const later = page.locator(".host-stations li[data-later] b");
    expect(await later.allInnerTexts()).toEqual(["PREROUTING", "Source validation"]);
    await page.keyboard.press("Home");
    expect(await here()).toBe("Device");
    await page.keyboard.press("ArrowDown");
    expect(await here()).toBe("PREROUTING");
  });

  test("the packet's other machines are one click away", async () => {
    await page.locator(".host-visits button").filter({ hasText: "director" }).click();
    expect(await page.locator("#host-path-title").innerText()).toBe("Inside director");
    const [passage] = await passagesOf(page);
    expect(reached(passage)).toEqual([
      "Device: passed",
      "PREROUTING: silent",
      "Source validation: silent",
      "Route: passed",
      "LOCAL_IN: silent",
      "IPVS: passed",
      "LOCAL_OUT: silent",
      "POSTROUTING: silent",
      "Neighbour: passed",
      "Device: left",
    ]);
    expect(passage?.find(({ name }) => name === "FORWARD")?.verdict).toBe("not on this way");
  });
});

test("a server's reply waits for ARP: of two values of arp_announce the smaller one loses", async () => {
  const { page } = await open({ query: "scenario=direct-routing" });
  expect(await playToEnd(page)).toBe("idle");
  await lookAt(page, await eventLike(page, { kind: "packet-queued", node: "rs2" }));
  await lookInside(page);
  const [passage] = await passagesOf(page);
  const neighbour = passage?.find(({ name }) => name === "Neighbour");
  expect(neighbour?.chips).toEqual(["all = 2", "~eth0 = 0~", "effective 2"]);
  expect(passage?.find(({ name }) => name === "Route")?.isDeciding).toBe(true);
});

test("NAT's reply goes through the forward hook, where IPVS waits", async () => {
  const { page } = await open({ query: "scenario=nat-basic" });
  expect(await playToEnd(page)).toBe("idle");
  await lookAt(page, await eventLike(page, { kind: "reply-rewritten" }));
  await lookInside(page);
  const [passage] = await passagesOf(page);
  expect(reached(passage).slice(3, 6)).toEqual(["Route: passed", "IPVS: passed", "FORWARD: passed"]);
  expect(passage?.find(({ name }) => name === "FORWARD")?.chips).toContain("forwarding = 1");
});

test("the director believes in connections that nobody has, and the reason is named", async () => {
  const { page } = await open({ query: "scenario=dr-inactive-connections" });
  expect(await playToEnd(page)).toBe("idle");
  const believe = async (at: number): Promise<string> => {
    await page.evaluate((at) => {
      window.lvsLab.page.select({ node: "director", event: undefined, flight: undefined });
      window.lvsLab.page.player.seek({ at: at as never });
    }, at);
    await settled(page);
    return page.locator("#face-node .belief").innerText();
  };
  await press(page, "3");
  await page.locator("#face-node h3").first().waitFor();
  await expect.poll(() => believe(3e9)).toContain("20 connections: kept here, closed at both ends");
  const told = await believe(3e9);
  expect(told).toContain("it sees only what the client sends");
  expect(told).toContain("TIME_WAIT");
  expect(await page.locator(".belief .differs").allInnerTexts()).toEqual(Array(5).fill("FIN_WAIT"));
  await page.locator(".belief").getByRole("button", { name: "15 more" }).click();
  await expect.poll(() => page.locator(".belief .differs").count()).toBe(20);
  await page.locator(".belief").getByRole("button", { name: "fewer" }).click();
  await expect.poll(() => page.locator(".belief .differs").count()).toBe(5);
  expect(await believe(65.2e9)).not.toContain("TIME_WAIT");
});

test.each([
  { language: "en", theme: "light", width: 1440 },
  { language: "zh", theme: "dark", width: 390 },
] as const)("axe finds nothing: $language, $theme, $width wide", async ({ language, theme, width }) => {
  const { page } = await open({
    query: "scenario=dr-inactive-connections",
    viewport: { width, height: 844 },
  });
  await page.evaluate((look) => window.lvsLab.page.store.patch(look), { language, theme });
  expect(await playToEnd(page)).toBe("idle");
  await lookAt(page, await eventLike(page, { kind: "request-forwarded" }));
  if (width < 500) await page.locator("#sheets button").nth(1).click();
  await lookInside(page);
  await settled(page);
  expect(await violations(page)).toEqual([]);
  const wide = await page.evaluate(() => {
    const face = document.querySelector("#face-packet");
    return (face?.scrollWidth ?? 0) - (face?.clientWidth ?? 0);
  });
  expect(wide).toBe(0);
  await press(page, "3");
  await page.locator(".belief .belief-group").first().waitFor();
  expect(await violations(page)).toEqual([]);
});
