/**
 * Every event has its cause, and where nobody looks there is none: a page fetched by direct routing.
 */

import { describe, expect, test, vi } from "vitest";
import { get } from "#sim/app/http-client";
import { namePage, startHttpServer } from "#sim/app/http-server";
import { Simulation } from "#sim/engine/simulation";
import { loadIpvsModule } from "#sim/nodes/modules";
import { causesOf, eventsOf, keepTrace, type TraceEvent } from "#sim/trace";
import { type Director, ipvsadm } from "#support/director-of";
import { type Built, networkOf } from "#support/network-of";
import { ip } from "#support/stack-of";

const vip = "10.0.0.100";

/** A client behind a router, a director and a server that has the virtual address on loopback. */
function directRouting(): Built {
  const quiet = "conf.all.arp_ignore=1 conf.all.arp_announce=2";
  const built = networkOf({
    client: { eth0: "outside 10.9.0.1/24", gateway: "10.9.0.254" },
    router: { eth0: "outside 10.9.0.254/24", eth1: "inside 10.0.0.254/24", set: "ip_forward=1" },
    director: { eth0: `inside 10.0.0.2/24 ${vip}/32`, gateway: "10.0.0.254" },
    server: { eth0: "inside 10.0.0.11/24", lo: `${vip}/32`, gateway: "10.0.0.254", set: quiet },
  });
  const director = built.node("director");
  loadIpvsModule(director);
  const { ipvs } = director;
  if (ipvs === undefined) throw new Error("no load balancer");
  ipvsadm({ ipvs } as Director, `-A -t ${vip}:80 -s rr`, `-a -t ${vip}:80 -r 10.0.0.11 -g`);
  startHttpServer(built.stack("server"), { port: 80, body: () => namePage("server") });
  return built;
}

/** Fetches the page; answers what came. */
function fetch(built: Built): string {
  let result = "";
  get(built.stack("client"), { dst: ip(vip), dstPort: 80 }, (got) => {
    result = got.ok ? new TextDecoder().decode(got.body) : got.error;
  });
  built.wait(2);
  return result;
}

const isSegment = ({ event }: TraceEvent): boolean =>
  event.kind === "frame-sent" && event.frame.payload.kind === "ipv4" && event.frame.payload.protocol === 6;

describe("a trace", () => {
  const built = directRouting();
  const trace = keepTrace(built.network.simulation, 100_000);
  const page = fetch(built);
  const events = eventsOf(trace);
  const frames = events.filter(isSegment);

  test("leads from the last frame back to the first, through every node", () => {
    expect(page).toBe("server\n");
    const [syn] = frames.filter(({ event }) => event.node === "client");
    const last = frames.findLast(({ event }) => event.node === "client");
    const chain = causesOf(trace, last?.id ?? 0);
    expect(chain.map(({ id }) => id)).toContain(syn?.id);
    const nodes = new Set(chain.filter(isSegment).map(({ event }) => event.node));
    expect([...nodes].sort()).toEqual(["client", "director", "inside", "outside", "router", "server"]);
  });

  test("has a cause for every frame but what a program began", () => {
    const roots = new Set(frames.map(({ id }) => causesOf(trace, id).at(-1)?.event.kind));
    expect([...roots]).toEqual(["tcp-state-changed"]);
    expect(events.every(({ id, cause }) => cause < id)).toBe(true);
  });

  test("says that a packet left its queue because of the ARP reply, and which it was", () => {
    const queued = events.filter(({ event }) => event.kind === "packet-queued");
    expect(queued.map(({ event }) => event.node)).toEqual(["client", "router", "director", "server"]);
    for (const { event } of queued) {
      if (event.kind !== "packet-queued") continue;
      const { packet, node } = event;
      const sent = frames.find((frame) => {
        const { payload } = frame.event.kind === "frame-sent" ? frame.event.frame : {};
        return frame.event.node === node && payload?.kind === "ipv4" && payload.origin === packet.origin;
      });
      const [, because] = causesOf(trace, sent?.id ?? 0);
      expect(because?.event).toMatchObject({ kind: "neighbour-changed", node, because: "reply" });
    }
  });
});

test("where nobody looks no event is made", () => {
  const emit = vi.spyOn(Simulation.prototype, "emit");
  expect(fetch(directRouting())).toBe("server\n");
  expect(emit).not.toHaveBeenCalled();
  emit.mockRestore();
});
