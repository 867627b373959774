/** The rows of a node's tables say what its commands print. */

import { beforeAll, describe, expect, test } from "vitest";
import { type Lab, openLab } from "#lab/lab";
import { parseScenario } from "#scenario/parse";
import { startCommand } from "#shell/shell";
import { later, seconds } from "#sim/engine/time";
import type { FilterRow, TableName, TableRows } from "#sim/rows";
import { rowsOf } from "#sim/tables/node-rows";

const text = `
title: { en: Rows, zh: 行 }
sysctl-preset: systemd
segments: { front: {}, back: {} }
nodes:
  client:
    kind: client
    devices: { eth0: front }
    setup: ip addr add 10.0.0.5/24 dev eth0
  director:
    kind: director
    devices: { eth0: front, eth1: back }
    setup: |
      ip addr add 10.0.0.10/24 dev eth0
      ip addr add 10.0.0.11/24 dev eth0 label eth0:1
      ip addr add 10.0.1.1/24 dev eth1
      ip route add 10.9.0.0/16 via 10.0.1.2 metric 7
      ip rule add from 10.0.0.5 table 100
      ip route add default via 10.0.1.2 table 100
      sysctl -w net.ipv4.ip_forward=1 net.ipv4.neigh.eth0.locktime=3
      ipvsadm -A -t 10.0.0.10:80 -s sh -b sh-port -p 30
      ipvsadm -a -t 10.0.0.10:80 -r 10.0.1.2:80 -m -w 4 -x 9 -y 3
      iptables -A INPUT -p icmp -j ACCEPT
      iptables -P FORWARD DROP
      iptables -P FORWARD ACCEPT
      arptables -A INPUT -d 10.0.0.9 -j DROP
  rs:
    kind: real-server
    devices: { eth0: back }
    programs: [{ http-server: 80 }]
    setup: |
      ip addr add 10.0.1.2/24 dev eth0
      ip route add default via 10.0.1.1
`;

const made: { lab?: Lab } = {};
const labNow = (): Lab => made.lab ?? (undefined as never);

/** What a command prints on a node. */
async function said(node: string, command: string): Promise<string> {
  const lab = labNow();
  const machine = lab.machines.get(node);
  if (machine === undefined) throw new Error(`no ${node}`);
  let output = "";
  const running = startCommand({ machine, text: command, onOutput: (piece) => (output += piece) });
  await lab.turns.runUntil(() => running.exitCode !== undefined, later(lab.simulation.now, seconds(9)));
  return output;
}

const rows = <Table extends TableName>(node: string, table: Table): TableRows[Table][] =>
  [...rowsOf(labNow().network, node, table, labNow().start).values()] as TableRows[Table][];

beforeAll(async () => {
  const { scenario } = parseScenario(text, { file: "rows" });
  if (scenario === undefined) throw new Error("the scenario does not read");
  made.lab = await openLab(scenario);
  expect(made.lab.problems).toEqual([]);
  await said("client", "curl -s 10.0.0.10; ping -c 1 10.0.0.10");
});

const lines = (output: string): string[] =>
  output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");

describe("line by line as they are listed", () => {
  test("routes", async () => {
    const all = rows("director", "routes");
    const main = all.filter(({ table }) => table === "main").map(({ text }) => text);
    expect(main).toEqual(lines(await said("director", "ip route")));
    expect(main.length).toBeGreaterThan(2);
    const own = all.filter(({ table }) => table === "100").map(({ text }) => text);
    expect(own).toEqual(lines(await said("director", "ip route show table 100")));
  });

  test("rules of routing", async () => {
    expect(rows("director", "policies").map(({ text }) => text)).toEqual(
      lines(await said("director", "ip rule")),
    );
  });

  test("rules of filters, without chains that let everything pass", async () => {
    const filters = rows("director", "filters");
    const ofTool = (tool: string): FilterRow[] => filters.filter((row) => row.tool === tool);
    const listed = lines(await said("director", "iptables -S"));
    expect(ofTool("iptables").map(({ text }) => text)).toEqual([
      "-P INPUT ACCEPT",
      "-A INPUT -p icmp -j ACCEPT",
    ]);
    expect(listed).toEqual(expect.arrayContaining(ofTool("iptables").map(({ text }) => text)));
    expect(ofTool("iptables").map(({ packets }) => packets)[1]).toBe(1);
    expect(lines(await said("director", "arptables -S"))).toEqual(
      expect.arrayContaining(ofTool("arptables").map(({ text }) => text)),
    );
  });
});

describe("in the words and numbers of the listings", () => {
  test("devices and addresses", async () => {
    const statistics = await said("director", "ip -s link show eth0");
    const [eth0] = rows("director", "devices").filter(({ name }) => name === "eth0");
    expect(statistics).toContain(eth0?.mac);
    expect(statistics).toMatch(new RegExp(`RX:.*\\n\\s+${eth0?.rxBytes}\\s+${eth0?.rxPackets}\\s`));
    expect(statistics).toMatch(new RegExp(`TX:.*\\n\\s+${eth0?.txBytes}\\s+${eth0?.txPackets}\\s`));
    const addresses = rows("director", "addresses").filter(({ device }) => device === "eth0");
    expect(addresses.map(({ address, label, isSecondary }) => [address, label, isSecondary])).toEqual([
      ["10.0.0.10", "eth0", false],
      ["10.0.0.11", "eth0:1", true],
    ]);
  });

  test("neighbours", async () => {
    const listed = lines(await said("director", "ip neigh"));
    const told = rows("director", "neighbours").map(
      ({ address, device, mac, state }) => `${address} dev ${device} lladdr ${mac} ${state}`,
    );
    expect(told.toSorted()).toEqual(listed.toSorted());
    expect(told.length).toBe(2);
  });

  test("counters, all that are not zero", async () => {
    const told = rows("director", "counters").map(({ name, value }) => `${name} ${value}`);
    const listed = lines(await said("director", "nstat -a")).slice(1);
    const plain = listed.map((line) => line.split(/\s+/).slice(0, 2).join(" "));
    expect(told.toSorted()).toEqual(plain.toSorted());
    expect(told.length).toBeGreaterThan(10);
  });

  test("services, destinations and connections", async () => {
    const [service] = rows("director", "services");
    expect(service).toMatchObject({ scheduler: "sh", flags: ["sh-port"], persistence: 30, connections: 1 });
    const listed = await said("director", "ipvsadm -Ln; ipvsadm -Ln --thresholds; ipvsadm -Lnc");
    const [destination] = rows("director", "destinations");
    expect(destination).toMatchObject({
      weight: 4,
      upperThreshold: 9,
      lowerThreshold: 3,
      persistentConnections: 1,
    });
    const { activeConnections, inactiveConnections } = destination ?? ({} as never);
    expect(listed).toMatch(new RegExp(`Masq\\s+4\\s+${activeConnections}\\s+${inactiveConnections}\\s`));
    for (const { state, client, virtual, destination: server } of rows("director", "connections")) {
      expect(listed).toMatch(new RegExp(`${state}\\s+${client}\\s+${virtual}\\s+${server}`));
    }
    expect(rows("director", "connections").length).toBe(2);
  });

  test("sockets, with what waits in them", async () => {
    const listed = lines(await said("rs", "ss -tan")).slice(1);
    const told = rows("rs", "sockets").filter(({ protocol }) => protocol === "tcp");
    expect(told.length).toBe(listed.length);
    expect(told.map(({ receiveQueue, sendQueue }) => `${receiveQueue} ${sendQueue}`).toSorted()).toEqual(
      listed.map((line) => line.split(/\s+/).slice(1, 3).join(" ")).toSorted(),
    );
  });

  test("switches: those that matter, and what is not as it was", () => {
    const sysctls = new Map(rows("director", "sysctls").map((row) => [row.name, row]));
    expect(sysctls.get("net.ipv4.ip_forward")).toMatchObject({ value: "1", initial: "0" });
    expect(sysctls.get("net.ipv4.neigh.eth0.locktime")).toMatchObject({ value: "3", initial: "100" });
    expect(sysctls.has("net.ipv4.neigh.eth1.locktime")).toBe(false);
    expect(sysctls.get("net.ipv4.conf.eth1.arp_ignore")).toMatchObject({ value: "0", initial: "0" });
    expect(sysctls.get("net.ipv4.vs.conn_reuse_mode")).toMatchObject({ value: "1", initial: "1" });
    // The preset is what the machine started with.
    expect(sysctls.get("net.ipv4.conf.eth0.rp_filter")).toMatchObject({ value: "2", initial: "2" });
  });

  test("what a switch knows", async () => {
    const known = rows("front", "fdb").map(({ port }) => port);
    expect(known.toSorted()).toEqual(["p-client-eth0", "p-director-eth0"]);
    expect(rows("front", "devices")).toEqual([]);
  });
});
