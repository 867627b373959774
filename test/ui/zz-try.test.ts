import { test } from "vitest";
import { recordedScenario } from "#support/recorded-scenario";
import { exchangeOf } from "#ui/inspector/packet/exchange";
import { hopTableOf } from "#ui/inspector/packet/hop-table";
import { formatIpv4, formatMac } from "#sim/wire/address";

const text = (v: any) => v === undefined ? "-" : v.kind === "mac" ? formatMac(v.mac).slice(9) : v.kind === "ipv4" ? formatIpv4(v.address) : String(v.number ?? v.text);
test.each(process.env.SC!.split(","))("%s", async (name) => {
  const { recording, ownerOf, machines: names } = await recordedScenario(name, process.env.MORE);
  const machines = { names, ownerOf };
  const seen = new Set<string>();
  let n = 0, worst = 0, all = 0, count = 0;
  for (const flight of recording.inFlight.flights) {
    const t0 = performance.now();
    const exchange = exchangeOf(recording, { flight: flight.id, event: undefined }, machines);
    if (!exchange) { console.log("none for", flight.id); continue; }
    const table = hopTableOf(exchange, { recording, nextHopOf: () => undefined });
    const took = performance.now() - t0; worst = Math.max(worst, took); all += took; count++;
    if (seen.has(exchange.id)) continue;
    seen.add(exchange.id);
    if (n++ >= Number(process.env.N ?? 6)) continue;
    console.log("exchange", table.id, table.columns.map((c) => `${c.way[0]}:${c.from}->${c.to}`).join(" | "));
    for (const g of table.groups) for (const r of g.rows) console.log("  ", r.field.padEnd(16), r.cells.map((c) => (text(c.value) + (c.change ? `*${c.change.node}:${c.change.rule.kind}` : "")).padEnd(36)).join(""));
  }
  console.log(name, "events", recording.events.length, "flights", count, "worst ms", worst.toFixed(1), "mean", (all / count).toFixed(2));
});
