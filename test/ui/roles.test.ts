import { describe, expect, test } from "vitest";
import type { AddressRow, ConnectionRow, DestinationRow, ServiceRow } from "#sim/rows";
import { type MachineTables, rolesOf } from "#ui/roles";

interface Said {
  readonly addresses: string;
  readonly services?: string;
  readonly destinations?: string;
  readonly local?: string;
}

const listOf = (text = ""): string[] => text.split(" ").filter((word) => word !== "");

const machine = (name: string, kind: string, said: Said): MachineTables => ({
  name,
  kind,
  addresses: listOf(said.addresses).map((address) => ({ address }) as AddressRow),
  services: listOf(said.services).map((service) => ({ name: `TCP ${service}` }) as ServiceRow),
  destinations: listOf(said.destinations).map((destination) => ({ destination }) as DestinationRow),
  connections: listOf(said.local).map((local) => ({ local }) as ConnectionRow),
});

const client = machine("client", "client", { addresses: "127.0.0.1 192.168.10.6" });
const router = machine("router", "router", { addresses: "192.168.10.101 10.0.0.101" });

describe("an address has a role", () => {
  test("where the director's own address is the virtual one, as in NAT, once the service is there", () => {
    const servers = [
      machine("rs1", "real-server", { addresses: "10.0.0.201" }),
      machine("rs2", "real-server", { addresses: "10.0.0.202" }),
    ];
    const addresses = "192.168.10.200 10.0.0.200";
    const before = rolesOf([client, machine("director", "director", { addresses }), ...servers]);
    expect([...before]).toEqual([
      ["192.168.10.6", "CIP"],
      ["192.168.10.200", "DIP1"],
      ["10.0.0.200", "DIP2"],
      ["10.0.0.201", "RIP1"],
      ["10.0.0.202", "RIP2"],
    ]);
    const director = machine("director", "director", { addresses, services: "192.168.10.200:80" });
    expect([...rolesOf([client, director, ...servers])]).toEqual([
      ["192.168.10.200", "VIP"],
      ["192.168.10.6", "CIP"],
      ["10.0.0.200", "DIP"],
      ["10.0.0.201", "RIP1"],
      ["10.0.0.202", "RIP2"],
    ]);
  });

  test("a shared one is the VIP even where no service has it yet, and a router's has none", () => {
    const director = machine("director", "director", { addresses: "10.0.0.200 10.0.0.10" });
    const server = machine("rs1", "real-server", { addresses: "10.0.0.201 10.0.0.10 127.0.0.1" });
    const roles = rolesOf([client, router, director, server]);
    expect(roles.get("10.0.0.10")).toBe("VIP");
    expect(roles.get("10.0.0.201")).toBe("RIP");
    expect([roles.get("10.0.0.101"), roles.get("127.0.0.1")]).toEqual([undefined, undefined]);
  });

  test("by what a machine does where its kind says nothing, and LIP where FULLNAT uses it", () => {
    const balancer = machine("a", "host", {
      addresses: "10.0.0.1 10.0.0.2 10.0.0.3",
      services: "10.0.0.1:80",
      destinations: "10.0.0.9:80",
      local: "10.0.0.3:5000",
    });
    const server = machine("b", "host", { addresses: "10.0.0.9" });
    const bystander = machine("c", "host", { addresses: "10.0.0.50" });
    expect([...rolesOf([balancer, server, bystander])]).toEqual([
      ["10.0.0.1", "VIP"],
      ["10.0.0.2", "DIP"],
      ["10.0.0.3", "LIP"],
      ["10.0.0.9", "RIP"],
    ]);
  });

  test("several virtual services of different addresses are numbered", () => {
    const director = machine("director", "director", {
      addresses: "10.0.0.10 10.0.0.11",
      services: "10.0.0.10:80 10.0.0.11:80 10.0.0.10:443",
    });
    expect([...rolesOf([director]).values()]).toEqual(["VIP1", "VIP2"]);
  });
});
