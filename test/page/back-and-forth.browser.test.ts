/**
 * A moment looks the same however somebody came to it: by seeking from either side, by steps of any unit, by
 * playing, and after a look at other scenarios' or languages' ways of saying it.
 */

import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { goTo, playToEnd, press, settled } from "#support/lab-page";
import { chooseTerminal, terminalAtMoment } from "#support/lab-sights";

const { open } = labBrowser();

/** All that is shown of a moment, as text. */
interface Picture {
  readonly stage: string;
  readonly ladder: string;
  readonly node: string;
  readonly script: string;
  readonly time: string;
  readonly timeline: string;
  readonly terminal: string;
}

/** Where the ladder's window is, which depends on where it was before as any window's place does. */
const ladderTop = (page: Page): Promise<number> =>
  page.locator(".ladder-window").evaluate((window) => window.scrollTop);

async function pictureOf(page: Page, top: number): Promise<Picture> {
  await settled(page);
  await page.locator(".ladder-window").evaluate((window, top) => {
    window.scrollTop = top;
  }, top);
  await settled(page);
  const drawn = await page.evaluate(() => {
    /** What is drawn, without elements that are kept aside and what only tells how it was drawn. */
    const markup = (selector: string): string => {
      const copy = document.querySelector(selector)?.cloneNode(true) as Element;
      const aside = ".frame[aria-hidden], [style*='display: none'], [visibility=hidden]";
      for (const element of copy.querySelectorAll(aside)) element.remove();
      for (const part of copy.querySelectorAll(".arrow:not(.flying) :is(.done, .dot)")) part.remove();
      for (const element of copy.querySelectorAll("*")) {
        for (const name of ["data-drawn", "tabindex"]) element.removeAttribute(name);
        if (element.getAttribute("class") === "") element.removeAttribute("class");
      }
      return copy.outerHTML.replace(/<!--.*?-->/gs, "").replaceAll(/></g, ">\n<");
    };
    const textOf = (selector: string): string =>
      document.querySelector<HTMLElement>(selector)?.innerText ?? "";
    return {
      stage: markup("#stage svg"),
      ladder: markup("#ladder .ladder-drawing"),
      node: textOf("#face-node"),
      script: markup("#scenario ol"),
      time: textOf(".player-time"),
      timeline: markup("#player .timeline-drawing"),
    };
  });
  return { ...drawn, terminal: await terminalAtMoment(page) };
}

type Way = readonly [name: string, go: (page: Page, position: number) => Promise<unknown>];

/** Other ways to a position than to seek it from the beginning. */
const ways: readonly Way[] = [
  [
    "from the end",
    async (page, position) => {
      await goTo(page, { position: 1e9 });
      await goTo(page, { position });
    },
  ],
  [
    "by steps forwards",
    async (page, position) => {
      await goTo(page, { position: position - 3 });
      await press(page, "ArrowRight", "ArrowRight", "ArrowRight");
    },
  ],
  [
    "by steps backwards",
    async (page, position) => {
      await goTo(page, { position: position + 4 });
      await press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    },
  ],
  [
    "after hops, decisions and drops",
    async (page, position) => {
      await press(page, "l", "l", "j", "d", "Shift+D", "x", "Shift+X", "r");
      await goTo(page, { position });
    },
  ],
  [
    "after other events were explained",
    async (page, position) => {
      await page.evaluate((event) => window.lvsLab.page.select({ event, node: "client" }), position + 20);
      await settled(page);
      await goTo(page, { position });
    },
  ],
  [
    "after another language, other names and the projector",
    async (page, position) => {
      await press(page, "g", "v", "p", "c");
      await settled(page);
      await press(page, "c", "p", "v", "g");
      // Words are loaded: they come when they come.
      await page.waitForFunction(
        () => !/[\u4e00-\u9fff]/.test(document.querySelector("#face-node")?.textContent ?? ""),
      );
      await goTo(page, { position });
    },
  ],
];

describe.each([
  { scenario: "arp-nothing-set", terminal: "client", moments: [45, 78, 130, 600] },
  { scenario: "nat-basic", terminal: "director", moments: [32, 95, 360] },
  { scenario: "tunnel-mtu-trap", terminal: "client", moments: [661, 700] },
])("$scenario", ({ scenario, terminal, moments }) => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open({ query: `scenario=${scenario}` }));
    expect(await playToEnd(page)).toBe("idle");
    await chooseTerminal(page, terminal);
    await press(page, "3");
    await page.locator("#face-node table").first().waitFor();
  });

  test.each(moments)("after %i events", async (position) => {
    await goTo(page, { position: 0 });
    await goTo(page, { position });
    const top = await ladderTop(page);
    const expected = await pictureOf(page, top);
    expect(expected.stage).toContain('class="machine');
    expect(expected.ladder).toContain("arrow");
    expect(expected.node.length).toBeGreaterThan(100);
    for (const [name, go] of ways) {
      await go(page, position);
      expect(await pictureOf(page, top), name).toEqual(expected);
    }
  });
});
