/**
 * The way of a packet inside a host, read from recordings of whole scenarios: what was passed, what decided.
 */

import { expect, test } from "vitest";
import { hostPathAt, linesOf, stationOf, visitsOfEvent } from "#support/host-paths";
import { firstEvent } from "#support/recorded-lab";
import { recordedScenario } from "#support/recorded-scenario";
import { hostPathOf } from "#ui/inspector/host-path/host-path";
import { packetOfEvent } from "#ui/inspector/packet/packet-of-event";
import { pastOf } from "#ui/why/past-of";

/** The way on: what an own packet does from its making to the cable. */
const sent = "own: protocol~ [route] local-out~ postrouting~ neighbour device-out→";
const delivered = "arrived: device-in prerouting~ source~ [route] local-in~ protocol✓";
const takenByIpvs =
  "arrived: device-in prerouting~ source~ route local-in~ [ipvs] " +
  "local-out~ postrouting~ neighbour device-out→";

test("NAT: in by local-in and out by local-out, back through the forward hook", async () => {
  const recorded = await recordedScenario("nat-basic");
  const request = firstEvent(recorded.recording, "request-forwarded", ({ node }) => node === "director");
  expect(linesOf(hostPathAt(recorded, request, "client"))).toEqual([sent]);
  expect(linesOf(hostPathAt(recorded, request))).toEqual([takenByIpvs]);
  expect(linesOf(hostPathAt(recorded, request, "rs2"))).toEqual([delivered]);
  const reply = firstEvent(recorded.recording, "reply-rewritten", ({ node }) => node === "director");
  expect(linesOf(hostPathAt(recorded, reply))).toEqual([
    "arrived: device-in prerouting~ source~ route [ipvs] forward postrouting~ neighbour device-out→",
  ]);
  const forward = stationOf(hostPathAt(recorded, reply), "forward");
  expect(forward.setting?.decided).toMatchObject({ from: "net.ipv4.conf.eth1.forwarding", effective: "1" });
});

test("what IPVS reckons belongs to its station, what ARP finds out to the neighbour's", async () => {
  const recorded = await recordedScenario("nat-basic");
  const request = firstEvent(recorded.recording, "request-forwarded");
  const path = hostPathAt(recorded, request);
  const kindsAt = (name: "ipvs" | "neighbour") =>
    stationOf(path, name).events.map((id) => recorded.recording.events[id - 1]?.event.kind);
  expect(kindsAt("ipvs")).toEqual([
    "destination-scheduled",
    "connection-created",
    "connection-state-changed",
    "request-forwarded",
  ]);
  expect(kindsAt("neighbour")).toEqual([
    "neighbour-changed",
    "packet-queued",
    "arp-request-sent",
    "neighbour-changed",
  ]);
  expect(stationOf(path, "neighbour").steps.map(({ ask }) => ask.kind)).toContain("arp-announce");
});

test("no forwarding: the reply ends at the route, before anybody asks for its source", async () => {
  const recorded = await recordedScenario("nat-no-forward");
  const end = firstEvent(recorded.recording, "packet-dropped", ({ reason }) => reason === "not-a-router");
  const path = hostPathAt(recorded, end);
  expect(linesOf(path)).toEqual(["arrived: device-in prerouting~ [route✕]"]);
  expect(stationOf(path, "source").bypass).toBe("refused-first");
  expect(stationOf(path, "forward").bypass).toBe("ended");
  expect(stationOf(path, "route").steps.at(-1)?.decided?.from).toBe("net.ipv4.conf.eth1.forwarding");
});

test("a tunnel: the outer packet ends at its protocol, the inner one at source validation", async () => {
  const recorded = await recordedScenario("tunnel-basic");
  const end = firstEvent(recorded.recording, "packet-dropped", ({ reason }) => reason === "reverse-path");
  const path = hostPathAt(recorded, end);
  expect(path.node).toBe("rs2");
  expect(linesOf(path)).toEqual([
    "arrived: device-in prerouting~ source~ [route] local-in~ protocol",
    "unwrapped: device-in prerouting~ [source✕]",
  ]);
  const [outer, inner] = [stationOf(path, "source", 0), stationOf(path, "source", 1)];
  // The outer packet came by eth0, whose own value lets everything pass and does not count.
  expect(outer.setting?.decided?.values.map(({ scope }) => scope)).toEqual(["all", "eth0"]);
  expect(inner.setting).toBeUndefined();
  expect(inner.steps.at(-1)?.decided).toMatchObject({ rule: "max", device: "tunl0", effective: "1" });
  expect(stationOf(path, "route", 1).bypass).toBe("route-undecided");
  expect(linesOf(hostPathAt(recorded, end, "director"))).toEqual([takenByIpvs]);
  expect(linesOf(hostPathAt(recorded, end, "router"))).toEqual([
    "arrived: device-in prerouting~ source~ [route] forward postrouting~ neighbour device-out→",
  ]);
});

test("direct routing: taken by IPVS at the director, delivered at the server", async () => {
  const recorded = await recordedScenario("direct-routing");
  const request = firstEvent(recorded.recording, "request-forwarded");
  expect(linesOf(hostPathAt(recorded, request))).toEqual([takenByIpvs]);
  expect(linesOf(hostPathAt(recorded, request, "rs2"))).toEqual([delivered]);
  const ipvs = stationOf(hostPathAt(recorded, request, "rs2"), "ipvs");
  expect(ipvs).toMatchObject({ state: "unreached", bypass: "no-service" });
});

test("sent by the director itself: IPVS takes it when it leaves, or leaves it alone", async () => {
  const recorded = await recordedScenario("dr-client-on-director");
  const own = firstEvent(
    recorded.recording,
    "request-forwarded",
    ({ before }, { cause }) => before.src === before.dst && cause > 0,
  );
  const path = hostPathAt(recorded, own);
  expect(linesOf(path)).toEqual([
    "own: protocol~ route local-out~ [ipvs] postrouting~ neighbour device-out→",
  ]);
  expect(stationOf(path, "prerouting").bypass).toBe("own-packet");
  expect(linesOf(hostPathAt(recorded, own, "rs2"))).toEqual(["arrived: device-in prerouting~ [source✕]"]);
  const alone = firstEvent(
    recorded.recording,
    "packet-delivered",
    ({ node }, { id }) => node === "director" && id > own.id,
  );
  expect(linesOf(hostPathAt(recorded, alone))).toEqual([
    "arrived: device-in prerouting~ source~ [route] local-in~ ipvs~ protocol✓",
  ]);
});

test("by loopback it comes in once more; the reset that refuses it goes its own way", async () => {
  const recorded = await recordedScenario("arp-lo-24");
  const { recording } = recorded;
  const end = firstEvent(
    recording,
    "packet-dropped",
    ({ reason }, { at }) => reason === "no-socket" && at > 0,
  );
  const path = hostPathAt(recorded, end);
  expect(linesOf(path)).toEqual([
    "own: protocol~ [route] local-out~ postrouting~ device-out→",
    "arrived: device-in prerouting~ route~ local-in~ [protocol✕]",
  ]);
  expect(stationOf(path, "source", 1).bypass).toBe("loopback");
  expect(stationOf(path, "neighbour", 0).bypass).toBe("no-neighbour");
  const reset = firstEvent(
    recording,
    "packet-delivered",
    ({ node }, { id }) => node === "rs2" && id > end.id,
  );
  expect(linesOf(hostPathAt(recorded, reset))).toEqual([
    "own: protocol~ [route] local-out~ postrouting~ device-out→",
    "arrived: device-in prerouting~ route~ local-in~ [protocol✓]",
  ]);
});

test.each([
  ["nat-no-forward", "no-socket", "arrived: device-in prerouting~ source~ route local-in~ [protocol✕]"],
  ["tunnel-gue-gre", "no-protocol", "arrived: device-in prerouting~ source~ route local-in~ [protocol✕]"],
  ["fullnat", "ipvs-no-local-port", "arrived: device-in prerouting~ source~ route local-in~ [ipvs✕]"],
  ["fullnat", "no-route", "arrived: device-in prerouting~ [route✕]"],
  [
    "tunnel-mtu-trap",
    "needs-fragmentation",
    "arrived: device-in prerouting~ source~ route local-in~ [ipvs✕]",
  ],
])("%s, %s", async (name, reason, line) => {
  const recorded = await recordedScenario(name);
  const end = firstEvent(recorded.recording, "packet-dropped", (event) => event.reason === reason);
  expect(linesOf(hostPathAt(recorded, end))).toEqual([line]);
});

/** Lines after all of nat-basic's own, and where a packet ends by them. */
test.each([
  [
    "a rule of INPUT",
    [["director", "iptables -A INPUT -p tcp --dport 80 -j DROP"]],
    "firewall",
    "arrived: device-in prerouting~ source~ route [local-in✕]",
  ],
  [
    "a rule of PREROUTING",
    [["director", "iptables -t raw -A PREROUTING -p tcp --dport 80 -j DROP"]],
    "firewall",
    "arrived: device-in [prerouting✕]",
  ],
  [
    "a rule of FORWARD, for what IPVS answers",
    [["director", "iptables -A FORWARD -p tcp --sport 80 -j DROP"]],
    "firewall",
    "arrived: device-in prerouting~ source~ route [forward✕]",
  ],
  [
    "a rule of the sender's OUTPUT",
    [["client", "iptables -A OUTPUT -p tcp --dport 80 -j DROP"]],
    "firewall",
    "own: protocol~ route [local-out✕]",
  ],
  [
    "a rule of POSTROUTING",
    [["client", "iptables -t mangle -A POSTROUTING -p tcp --dport 80 -j DROP"]],
    "firewall",
    "own: protocol~ route local-out~ [postrouting✕]",
  ],
  [
    "nobody at the address of the server",
    [
      ["rs1", "ip link set eth0 down"],
      ["rs2", "ip link set eth0 down"],
      ["director", "ip neigh flush all"],
    ],
    "neighbour-failed",
    "arrived: device-in prerouting~ source~ route local-in~ ipvs local-out~ postrouting~ [neighbour✕]",
  ],
])("ends at its station: %s", async (_what, typed, reason, line) => {
  const lines = [...typed, ["client", "curl -m 5 192.168.10.200"]];
  const steps = lines.map(([on, run], at) => `  - { at: ${11 + at}s, on: ${on}, run: "${run}" }\n`);
  // Nobody answers ARP only when three questions have had their second each.
  const more = `${steps.join("")}  - { at: 20s, on: client, run: "true" }\n`;
  const recorded = await recordedScenario("nat-basic", more);
  const end = firstEvent(recorded.recording, "packet-dropped", (event) => event.reason === reason);
  expect(linesOf(hostPathAt(recorded, end))).toEqual([line]);
});

test.each(["nat-port-mapping", "tunnel-gue-gre", "arp-nothing-set", "dr-director-as-gateway"])(
  "%s: every event of a packet has a station, none lies behind the one before",
  async (name) => {
    const recorded = await recordedScenario(name);
    const past = pastOf(recorded.recording, recorded.scenario);
    const seen = new Set<number>();
    let stations = 0;
    for (const traced of recorded.recording.events) {
      const origin = packetOfEvent(traced.event)?.origin;
      if (origin === undefined || seen.has(origin)) continue;
      seen.add(origin);
      for (const visit of visitsOfEvent(recorded, traced)) {
        const { passages } = hostPathOf(past, visit);
        const events = passages.flatMap((passage) => passage.stations.flatMap((station) => station.events));
        expect(events).toEqual([...events].sort((one, other) => one - other));
        expect([...new Set(events)]).toEqual(visit.events.map(({ id }) => id));
        stations += events.length;
      }
    }
    expect(stations).toBeGreaterThan(200);
  },
);
