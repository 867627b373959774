import { deflateRawSync } from "node:zlib";
import { test } from "vitest";
import { labBrowser } from "#support/lab-browser";
import { visit } from "#support/page-visit";

const { browser, url } = labBrowser();
const mine = (setup: string): string => `title: { en: Mine, zh: 我的 }
segments: { lan: {} }
nodes:
  a: { kind: client, devices: { eth0: lan }, setup: ${JSON.stringify(setup)} }
  b: { kind: host, devices: { eth0: lan } }
`;
test("x", { timeout: 120_000 }, async () => {
  const y = mine("f() { f | f & }; f");
  const fragment = `1.${deflateRawSync(JSON.stringify({ u: 5e9, m: [1e9, 1], l: "en", c: [], y })).toString("base64url")}`;
  const { page } = await visit(
    await browser().newContext({ viewport: { width: 1440, height: 900 } }),
    `${url()}?lang=en#${fragment}`,
  );
  for (let i = 0; i < 4; i++) {
    await page.waitForTimeout(1000);
    console.log(
      "SAY",
      await page.evaluate(() => {
        const s = window.lvsLab.page.store.state();
        return JSON.stringify([
          s.player,
          s.notice?.text,
          s.scenario,
          s.moment,
          s.dialog,
          window.lvsLab.page.recording().head,
          document.querySelector("#progress")?.innerHTML,
        ]);
      }),
    );
  }
  await page.locator(".progress button").click();
  for (let i = 0; i < 4; i++) {
    await page.waitForTimeout(1000);
    console.log(
      "SAY",
      await page.evaluate(() => {
        const s = window.lvsLab.page.store.state();
        return JSON.stringify([
          s.player,
          s.notice?.text,
          s.scenario,
          s.moment,
          s.dialog,
          window.lvsLab.page.recording().head,
          document.querySelector("#progress")?.innerHTML,
        ]);
      }),
    );
  }
  await page.screenshot({ path: "/tmp/stories-scratch/two.png" });
});
