/**
 * A part of a run that a page has recorded, as plain marks: what the page of bare D3 draws. Read off the page
 * itself, so that both draw the same frames on the same cables.
 */

import type { Page } from "playwright-core";
import type { Scripted } from "./busy-lab.ts";

export interface BareFlight {
  readonly id: number;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly layers: readonly { readonly layer: string; readonly word: string }[];
}

export interface BareRun {
  readonly from: number;
  readonly width: number;
  readonly height: number;
  /** Of the stage's world. */
  readonly transform: string;
  /** Cards and cables, as SVG text. */
  readonly still: string;
  readonly flights: readonly BareFlight[];
}

/** Reads what is in flight from a moment on, for so many nanoseconds. */
export const readRun = (page: Page, from: number, nanos: number): Promise<BareRun> =>
  page.evaluate(inPage, { from, until: from + nanos });

/** Runs in the lab's page. */
function inPage({ from, until }: { from: number; until: number }): BareRun {
  const { lvsLab } = window as unknown as Scripted;
  const drawing = document.querySelector<SVGSVGElement>("#stage svg");
  if (drawing === null) throw new Error("the page shows no stage");
  const cables = new Map<string, { a: DOMPointReadOnly; b: DOMPointReadOnly }>();
  for (const group of drawing.querySelectorAll<SVGGElement>(".cable")) {
    const line = group.querySelector("line");
    const at = (name: string): number => Number(line?.getAttribute(name));
    const ends = { a: new DOMPoint(at("x1"), at("y1")), b: new DOMPoint(at("x2"), at("y2")) };
    cables.set(group.dataset.key ?? "", ends);
  }
  const words = { tcp: "TCP", udp: "UDP", icmp: "ICMP", ipv4: "IP", gre: "GRE", raw: "IP" };
  const { flights } = lvsLab.page.recording().inFlight;
  const shown = flights.flatMap((flight): BareFlight[] => {
    const { id, sentAt, arrivesAt, frame } = flight;
    if (arrivesAt <= from || sentAt > until) return [];
    const outwards = cables.get(`${flight.from.node} ${flight.from.device}`);
    const inwards = cables.get(`${flight.to.node} ${flight.to.device}`);
    const start = outwards?.a ?? inwards?.b;
    const end = outwards?.b ?? inwards?.a;
    if (start === undefined || end === undefined) return [];
    const { payload } = frame;
    const layers = [{ layer: "ethernet", word: "ETH" }];
    if (payload.kind === "arp") layers.push({ layer: "arp", word: "ARP" });
    if (payload.kind === "ipv4") {
      layers.push({ layer: "ip", word: "IP" }, { layer: "transport", word: words[payload.payload.kind] });
    }
    const point = ({ x, y }: DOMPointReadOnly) => ({ x, y });
    return [{ id, sentAt, arrivesAt, from: point(start), to: point(end), layers }];
  });
  const still = ["wires", "segments", "machines"]
    .map((name) => drawing.querySelector(`.layer-of-${name}`)?.outerHTML ?? "")
    .join("");
  const { width, height } = drawing.getBoundingClientRect();
  return {
    from,
    width,
    height,
    transform: drawing.querySelector(".world")?.getAttribute("transform") ?? "",
    still: `<g xmlns="http://www.w3.org/2000/svg">${still}</g>`,
    flights: shown,
  };
}
