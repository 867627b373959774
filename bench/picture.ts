/**
 * Takes the pictures of the README: the opening scenario, at the moment at which a real server answers for
 * the virtual address. `npm run picture` after the page has changed its looks.
 */

import { chromium, type Page } from "playwright-core";
import { servePage } from "#cli/page-server";
import type { Scripted } from "./busy-lab.ts";

const pictures = [
  { language: "en", theme: "light" },
  { language: "zh", theme: "dark" },
] as const;

/** So long after the answer was sent its frame is in the middle of its cable. */
const intoTheCable = 12_000;

export interface Surroundings {
  readonly executablePath: string;
  /** The built page. */
  readonly folder: string;
  /** Where the pictures go, with a slash at its end. */
  readonly target: string;
}

/** Takes all of them. */
export async function takePictures({ executablePath, folder, target }: Surroundings): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const server = await servePage({ folder, host: "127.0.0.1", ports: [0] });
  for (const { language, theme } of pictures) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}?lang=${language}&theme=${theme}`);
    await showAnswer(page);
    await page.screenshot({ path: `${target}lab.${language}.png` });
    await page.close();
  }
  await browser.close();
  await server.close();
}

/** Lets the lab go on until all have answered, and goes back to where rs1 does. */
async function showAnswer(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("#inspector")?.childElementCount);
  await page.evaluate(() => {
    const { player } = (window as unknown as Scripted).lvsLab.page;
    player.setSpeed("real");
    player.play();
  });
  await page.waitForFunction(() => {
    const { events } = (window as unknown as Scripted).lvsLab.page.recording();
    return events.some(({ event }) => event.kind === "arp-reply-sent" && event.node === "director");
  });
  await page.evaluate((after) => {
    const { player, recording, select } = (window as unknown as Scripted).lvsLab.page;
    player.pause();
    player.setSpeed(1);
    const answer = recording().events.find(
      ({ event }) => event.kind === "arp-reply-sent" && event.node === "rs1",
    );
    if (answer === undefined) throw new Error("rs1 has answered nobody");
    player.seek({ at: (answer.at + after) as typeof answer.at });
    select({ event: answer.id, node: "rs1" });
  }, intoTheCable);
  await page.waitForTimeout(1500);
}
