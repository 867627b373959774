/**
 * What people take with them is what they saw: captures hold the frames that were sent and received, pictures
 * the stage and nothing from elsewhere, the file of the scenario leads to the same run.
 */

import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { beforeAll, describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import { seconds } from "#sim/engine/time";
import { decodeFrame } from "#sim/wire/ethernet";
import { readCapture } from "#sim/wire/pcap-reader";
import { labBrowser } from "#support/lab-browser";
import { eventLike, goTo, type LabPage, lookAt, playToEnd, press, typeAt } from "#support/lab-page";
import { stageOf } from "#support/lab-sights";
import { recordLab } from "#support/recorded-lab";
import { savedFile } from "#support/saved-file";

const { open } = labBrowser();

let lab: LabPage;
let page: Page;

beforeAll(async () => {
  lab = await open({ query: "scenario=nat-basic" });
  page = lab.page;
  expect(await playToEnd(page)).toBe("idle");
});

/** Where a frame was seen: `director:eth0 3507200000`. */
type Seen = string;

/** What devices of a page's recording sent and received. */
const seenBy = (only: { node?: string; device?: string }): Promise<Seen[]> =>
  page.evaluate(
    ({ node, device }) =>
      window.lvsLab.page.recording().events.flatMap(({ at, event }) => {
        if (event.kind !== "frame-sent" && event.kind !== "frame-received") return [];
        const isOf = (node ?? event.node) === event.node && (device ?? event.device) === event.device;
        return isOf ? [`${event.node}:${event.device} ${at}`] : [];
      }),
    only,
  );

/** Type and body of each block; throws where one does not end as it begins. */
function blocksOf(bytes: Buffer): { readonly type: number; readonly body: Buffer }[] {
  const blocks: { type: number; body: Buffer }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    const end = at + length;
    if (length % 4 !== 0 || length < 12 || bytes.readUInt32LE(end - 4) !== length)
      throw new Error(`the block at ${at} is not as long as it says`);
    blocks.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return blocks;
}

const capture = { section: "Capture (pcapng)", button: "Save" } as const;

describe("a capture", () => {
  test.each([
    { of: "all machines", only: {} },
    { of: "director", only: { node: "director" } },
    { of: "director: eth1", only: { node: "director", device: "eth1" } },
  ])("of $of has every frame, at its time and device", async ({ of, only }) => {
    const { name, bytes } = await savedFile(page, { ...capture, of });
    expect(name).toBe("nat-basic.pcapng");
    const kinds = blocksOf(bytes).map(({ type }) => type);
    expect(kinds[0]).toBe(0x0a0d0d0a);
    const file = readCapture(bytes);
    if (file === undefined) throw new Error("this is no capture");
    expect(file.cut).toBe(false);
    expect(kinds.filter((kind) => kind === 1)).toHaveLength(file.devices.length);
    expect(kinds.filter((kind) => kind === 6)).toHaveLength(file.frames.length);
    const seen = file.frames.map(({ device, time }) => `${file.devices[device]?.name} ${time}`);
    expect(seen).toEqual(await seenBy(only));
    expect(seen.length).toBeGreaterThan(40);
    expect(new Set(seen.map((one) => one.split(" ")[0])).size).toBe(file.devices.length);
    const payloads = new Set(file.frames.map((frame) => decodeFrame(frame.bytes)?.payload.kind));
    expect(payloads).toEqual(new Set(["arp", "ipv4"]));
  });
});

const stagePicture = (kind: "SVG" | "PNG") => ({ section: "Stage", button: `Stage as ${kind}` });

/** With a frame on a cable, something struck, and a card beside a machine. */
async function lookAtRewrite(): Promise<void> {
  await page.keyboard.press("Escape");
  const known = await eventLike(page, { kind: "request-forwarded" });
  await lookAt(page, await eventLike(page, { kind: "frame-sent", node: "director" }, known), 5_000);
}

describe("a picture of the stage", () => {
  test("as SVG has what is shown and asks for nothing else", async () => {
    await lookAtRewrite();
    const { machines, labels } = await stageOf(page);
    const { name, bytes } = await savedFile(page, stagePicture("SVG"));
    expect(name).toBe("nat-basic.svg");
    const found = await page.evaluate((text) => {
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml");
      const elements = [...drawing.querySelectorAll("*")];
      return {
        mistakes: drawing.querySelectorAll("parsererror").length,
        root: drawing.documentElement.namespaceURI,
        texts: [...drawing.querySelectorAll("text")].map((one) => one.textContent?.trim() ?? ""),
        names: [...new Set(elements.map(({ tagName }) => tagName))],
        values: elements.flatMap((one) => [...one.attributes].map(({ name, value }) => `${name}=${value}`)),
      };
    }, bytes.toString());
    expect(found.mistakes).toBe(0);
    expect(found.root).toBe("http://www.w3.org/2000/svg");
    expect(found.texts).toEqual(expect.arrayContaining(machines.map((machine) => machine.name)));
    expect(found.texts.join(" ")).toContain(labels[0]?.split(" ")[0]);
    const own = [
      "circle",
      "ellipse",
      "g",
      "line",
      "path",
      "polygon",
      "rect",
      "svg",
      "text",
      "title",
      "tspan",
    ];
    expect(found.names.filter((one) => !own.includes(one))).toEqual([]);
    const outward = /^(?:xlink:)?href=|^src=|^on|^style=|url\(|var\(|javascript:|^(?!xmlns).*:\/\//i;
    expect(found.values.filter((value) => outward.test(value))).toEqual([]);
    expect(found.values.length).toBeGreaterThan(200);
  });

  test("as PNG is twice the stage's size and shows the same", async () => {
    await lookAtRewrite();
    const stage = page.locator("#stage svg").first();
    const { width, height } = (await stage.boundingBox()) ?? { width: 0, height: 0 };
    const shown = PNG.sync.read(await stage.screenshot());
    const { name, bytes } = await savedFile(page, stagePicture("PNG"));
    expect(name).toBe("nat-basic.png");
    const picture = PNG.sync.read(bytes);
    expect([picture.width, picture.height]).toEqual([Math.round(width * 2), Math.round(height * 2)]);
    expect(unlike(shown, picture)).toBeLessThan(0.02);
    expect(
      unlike(shown, new PNG({ width: picture.width, height: picture.height, fill: true })),
    ).toBeGreaterThan(0.9);
    await page.keyboard.press("Escape");
    await goTo(page, { position: 0 });
    const other = PNG.sync.read(await stage.screenshot());
    expect(unlike(other, picture)).toBeGreaterThan(0.02);
  });
});

/** Which part of a picture's pixels is not the mean of the four in one of twice its size. */
function unlike({ width, height, data }: PNG, large: PNG): number {
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isOther = [0, 1, 2].some((part) => {
        const at = (right: number, down: number): number =>
          large.data[((2 * y + down) * large.width + 2 * x + right) * 4 + part] ?? 0;
        const mean = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
        return Math.abs(mean - (data[(y * width + x) * 4 + part] ?? 0)) > 80;
      });
      if (isOther) count++;
    }
  }
  return count / (width * height);
}

describe("the scenario's file", () => {
  const typed = "ipvsadm -E -t 192.168.10.200:80 -s rr";
  const between = 3.8e9;
  const own = readFileSync("scenarios/nat-basic.yaml", "utf8");
  const file = (ticked: boolean) =>
    savedFile(page, { section: "Scenario (YAML)", button: "Save", ticked }).then(({ name, bytes }) => {
      expect(name).toBe("nat-basic.yaml");
      return bytes.toString();
    });

  beforeAll(async () => {
    await page.keyboard.press("Escape");
    await goTo(page, { at: between });
    await typeAt(page, "director", typed);
    await playToEnd(page);
    await press(page, "End");
  });

  test("without what was typed is the one that was opened", async () => {
    expect(await file(false)).toBe(own);
  });

  test("with it has one step more, and leads to the same frames", async () => {
    const text = await file(true);
    const [before, after] = [own, text].map((yaml) => parseScenario(yaml, { file: "it" }));
    expect(after?.diagnostics).toEqual([]);
    const { script = [], ...rest } = after?.scenario ?? {};
    const { script: oldScript = [], ...oldRest } = before?.scenario ?? {};
    expect(rest).toEqual(oldRest);
    const added = script.filter(({ run }) => run === typed);
    expect(added).toEqual([expect.objectContaining({ at: between, on: "director" })]);
    expect(script.filter(({ run }) => run !== typed)).toEqual(oldScript);
    const { recording } = await recordLab(text, { until: seconds(20), maxSteps: 2_000_000 });
    const again = recording.events.flatMap(({ at, event }) =>
      event.kind === "frame-sent" || event.kind === "frame-received"
        ? [`${event.node}:${event.device} ${at}`]
        : [],
    );
    const seen = await seenBy({});
    expect(again.slice(0, seen.length)).toEqual(seen);
    expect(seen.length).toBeGreaterThan(200);
  });
});

test("nothing complains", () => {
  expect(lab.complaints).toEqual([]);
});
