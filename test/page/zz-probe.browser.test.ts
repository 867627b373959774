import { test } from "vitest";
import { serveBuiltPage } from "#support/built-page";
import { startBrowser } from "#support/chromium";
import { lookAt, openLabPage, playToEnd } from "#support/lab-page";
import { hopsOf, ladderOf, stageOf, terminalOf, whyOf } from "#support/lab-sights";

const [name = "", ...wanted] = (process.env.PROBE ?? "").split(" ");
test("probe", { timeout: 600_000 }, async () => {
  const browser = await startBrowser();
  const server = await serveBuiltPage();
  const { page } = await openLabPage(browser, server.url, { query: `scenario=${name}` });
  await playToEnd(page);
  const out: string[] = [];
  if (wanted.length === 0) {
    out.push(
      ...(await page.evaluate(() =>
        window.lvsLab.page
          .recording()
          .events.filter(({ event }) => !/^(frame-|fdb)/.test(event.kind))
          .map(({ id, at, event }) => {
            const { kind, node, ...rest } = event as never as Record<string, unknown>;
            delete rest.packet;
            delete rest.segment;
            delete rest.frame;
            return `${id} ${at / 1e6} ${node} ${kind} ${JSON.stringify(rest).slice(0, 200)}`;
          }),
      )),
    );
  }
  for (const one of wanted) {
    const [id = 0, later = 0] = one.split("+").map(Number);
    await lookAt(page, id, later);
    await new Promise((r) => setTimeout(r, 700));
    const stage = await stageOf(page);
    out.push(
      `##### ${one}`,
      JSON.stringify(
        {
          m: stage.machines.map((m) =>
            [m.name, m.isDeciding, ...m.lines, ...m.chips, "hidden", ...m.hidden].join("|"),
          ),
          f: stage.frames.map((f) => f.layers + (f.isSelected ? "!" : "")),
          l: stage.labels,
          k: stage.marks,
        },
        null,
        1,
      ),
    );
    out.push(
      JSON.stringify(await ladderOf(page), null, 1),
      JSON.stringify(await whyOf(page), null, 1),
      await terminalOf(page),
    );
    await page.locator("#stage").press("2");
    await new Promise((r) => setTimeout(r, 700));
    if (await page.locator("#face-packet table.hops").count())
      out.push(JSON.stringify(await hopsOf(page), null, 0));
    out.push(
      await page
        .locator("#face-packet")
        .innerText()
        .then((t) => t.slice(-300)),
    );
    await page.screenshot({ path: `/tmp/stories-scratch/p-${name}-${one}.png` });
    await page.locator("#stage").press("1");
  }
  console.log(out.join("\n"));
  await browser.close();
  await server.close();
});
