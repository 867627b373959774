import { describe, expect, test } from "vitest";
import type { AddressRow, DeviceRow, FilterRow, RouteRow, SysctlRow } from "#sim/rows";
import { answeringDevices } from "#ui/topology/answering";
import { type Card, type CardTables, cardOf, cardSize, chipText, linesAt } from "#ui/topology/card";
import { networkOfSegment } from "#ui/topology/segment";
import { textWidth } from "#ui/topology/text-width";

interface Said {
  /** `eth0`, `eth0 down`, `eth0 unplugged`. */
  readonly devices: readonly string[];
  /** `10.0.0.10 lo`, with a scope that is not global behind it. */
  readonly addresses: readonly string[];
  readonly ignore?: Readonly<Record<string, number>>;
  readonly gateway?: string;
  /** Rules of arptables, as `arptables -S` has them, in the order of their numbers; a policy is number 0. */
  readonly rules?: readonly string[];
}

function tablesOf({ devices, addresses, ignore = {}, gateway, rules = [] }: Said): CardTables {
  const deviceRows = devices.map((said) => {
    const [name = "", state = ""] = said.split(" ");
    const kind = name === "lo" ? "loopback" : name.startsWith("tun") ? "tunnel" : "ethernet";
    const isUp = state !== "down";
    return [name, { name, kind, isUp, hasCarrier: isUp && state !== "unplugged" } as DeviceRow] as const;
  });
  const addressRows = addresses.map((said) => {
    const [address = "", device = "", scope = "global"] = said.split(" ");
    return [said, { address, device, scope, prefixLength: 24 } as AddressRow] as const;
  });
  const sysctls = Object.entries(ignore).map(([place, value]) => {
    const name = `net.ipv4.conf.${place}.arp_ignore`;
    return [name, { name, value: `${value}` } as SysctlRow] as const;
  });
  const route = { destination: "default", via: gateway } as RouteRow;
  const filters = rules.map((text, at) => {
    const number = text.startsWith("-P") ? 0 : at + 1;
    const chain = text.split(" ")[1] ?? "";
    const row: FilterRow = { tool: "arptables", table: "filter", chain, number, text, packets: 0 };
    return [`${chain} ${number}`, row] as const;
  });
  return {
    filters: new Map(filters),
    devices: new Map(deviceRows),
    addresses: new Map(addressRows),
    sysctls: new Map(sysctls),
    routes: new Map(gateway === undefined ? [] : [["default", route]]),
  };
}

describe("a machine answers for its address as arp_ignore of all and of the asked device has it", () => {
  test.each([
    { address: "10.0.0.10 lo", ignore: {}, answers: "eth0" },
    { address: "10.0.0.10 lo", ignore: { lo: 1 }, answers: "eth0" },
    { address: "10.0.0.10 lo", ignore: { all: 1 }, answers: "" },
    { address: "10.0.0.10 lo", ignore: { eth0: 1 }, answers: "" },
    { address: "10.0.0.10 eth0", ignore: { all: 1 }, answers: "eth0" },
    { address: "10.0.0.10 eth0", ignore: { all: 2 }, answers: "eth0" },
    { address: "10.0.0.10 lo", ignore: { all: 3 }, answers: "eth0" },
    { address: "10.0.0.10 lo host", ignore: { all: 3 }, answers: "" },
    { address: "10.0.0.10 eth0", ignore: { all: 8 }, answers: "" },
    { address: "10.0.0.11 eth0", ignore: {}, answers: "" },
  ])("$address with $ignore: by '$answers'", ({ address, ignore, answers }) => {
    const tables = tablesOf({ devices: ["lo", "eth0"], addresses: [address], ignore });
    expect(answeringDevices(tables, "10.0.0.10").join(" ")).toBe(answers);
  });

  test.each([
    { rules: ["-A INPUT -j DROP -d 10.0.0.10"], answers: "" },
    { rules: ["-A INPUT -j DROP -d 10.0.0.10/32"], answers: "" },
    { rules: ["-A INPUT -j DROP -i eth0 -d 10.0.0.10"], answers: "" },
    { rules: ["-A INPUT -j DROP -i eth1 -d 10.0.0.10"], answers: "eth0" },
    { rules: ["-A INPUT -j DROP -d 10.0.0.11"], answers: "eth0" },
    { rules: ["-A INPUT -j DROP -s 10.0.0.101 -d 10.0.0.10"], answers: "eth0" },
    { rules: ["-A INPUT -j ACCEPT -d 10.0.0.10", "-A INPUT -j DROP"], answers: "eth0" },
    { rules: ["-A INPUT -j ACCEPT -d 10.0.0.11", "-A INPUT -j DROP"], answers: "" },
    { rules: ["-A OUTPUT -j DROP -d 10.0.0.10"], answers: "eth0" },
    { rules: ["-P INPUT DROP"], answers: "" },
    { rules: ["-A INPUT -j ACCEPT -d 10.0.0.10", "-P INPUT DROP"], answers: "eth0" },
  ])("with $rules: by '$answers'", ({ rules, answers }) => {
    const tables = tablesOf({ devices: ["lo", "eth0"], addresses: ["10.0.0.10 lo"], rules });
    expect(answeringDevices(tables, "10.0.0.10").join(" ")).toBe(answers);
  });

  test("not while no device can be asked", () => {
    const tables = tablesOf({ devices: ["lo", "eth0 down"], addresses: ["10.0.0.10 lo"] });
    expect(answeringDevices(tables, "10.0.0.10")).toEqual([]);
  });
});

const vip = new Set(["10.0.0.10"]);
const card = (said: Said, kind = "real-server"): Card => cardOf({ id: "rs1", kind }, tablesOf(said), vip);
const linesOf = ({ lines }: Card): string[] =>
  lines.map(({ head, address, state }) => `${head} ${address ?? "none"} ${state}`);

describe("a card says what a machine has", () => {
  test("its devices with their addresses, its gateway, a chip for the virtual address, no loopback", () => {
    const made = card({
      devices: ["lo", "eth0", "tunl0"],
      addresses: ["127.0.0.1 lo", "10.0.0.10 lo", "10.0.0.201 eth0"],
      gateway: "10.0.0.101",
      ignore: { all: 1 },
    });
    expect(linesOf(made)).toEqual(["eth0 10.0.0.201 up", "gw 10.0.0.101 up"]);
    expect(made.chips).toEqual([{ address: "10.0.0.10", device: "lo", isAnswered: false, arpIgnore: 1 }]);
    expect(made.folded).toBe(0);
  });

  test("what is wrong with a device, even where its only address is on a chip", () => {
    const said = { addresses: ["10.0.0.10 eth0"] };
    expect(linesOf(card({ ...said, devices: ["eth0"] }))).toEqual([]);
    expect(linesOf(card({ ...said, devices: ["eth0 down"] }))).toEqual(["eth0 none down"]);
    expect(linesOf(card({ ...said, devices: ["eth0 unplugged"] }))).toEqual(["eth0 none no-carrier"]);
  });

  test("long lists folded, and how much is folded", () => {
    const addresses = [1, 2, 3, 4, 5, 6].map((last) => `10.0.0.${last} eth0`);
    const made = card({ devices: ["eth0"], addresses, gateway: "10.0.0.101" });
    expect(made.lines).toHaveLength(3);
    expect(made.folded).toBe(4);
  });

  test("less where there is less room, and takes less then", () => {
    const made = card({
      devices: ["eth0", "lo"],
      addresses: ["10.0.0.201 eth0", "10.0.0.10 lo"],
      gateway: "10.0.0.101",
    });
    const [chip] = made.chips;
    if (chip === undefined) throw new Error("no chip");
    const name = (address: string): string => address;
    const sizes = (["full", "compact", "tiny"] as const).map((density) => ({
      lines: linesAt(made, density).length,
      chip: chipText(chip.address, chip, density),
      width: cardSize(made, density, name, textWidth).width,
    }));
    expect(sizes.map(({ lines, chip: text }) => [lines, text])).toEqual([
      [2, "VIP 10.0.0.10 · lo"],
      [1, "VIP 10.0.0.10"],
      [0, "VIP"],
    ]);
    expect(sizes.map(({ width }) => width)).toEqual(sizes.map(({ width }) => width).sort((a, b) => b - a));
    expect(chipText("VIP", chip, "full")).toBe("VIP · lo");
  });
});

test("a segment has the network that most of its machines are in", () => {
  const rows = (...addresses: string[]): AddressRow[] =>
    addresses.map((address) => ({ address, prefixLength: 24 }) as AddressRow);
  expect(networkOfSegment(rows("10.0.0.1", "10.0.0.2", "172.16.0.1"))).toBe("10.0.0.0/24");
  expect(networkOfSegment(rows("10.0.0.1", "172.16.0.1"))).toBeUndefined();
});
