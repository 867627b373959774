/**
 * ethtool: what a network card says of itself. The lab's cards are virtio ones, or virtual pairs in a
 * namespace; their speed is that of the cable, of which they know nothing.
 */

import type { Command, Process } from "#shell/command";
import { parseOptions } from "#shell/options";
import type { NetDevice } from "#sim/link/device";

export const ethtool: Command = {
  options: {
    options: [
      { name: "driver", short: "i", long: "driver", what: "the driver" },
      { name: "statistics", short: "S", long: "statistics", what: "the card's own counters" },
      { name: "features", short: "k", long: "show-features", what: "what the card does for the kernel" },
      { name: "ring", short: "g", long: "show-ring" },
      { name: "set-features", short: "K", long: "features" },
      { name: "set-ring", short: "G", long: "set-ring" },
      { name: "change", short: "s", long: "change" },
      { name: "permanent", short: "P", long: "show-permaddr" },
    ],
  },
  operands: () => ["DEV"],
  run: (process) => {
    const given = parseOptions(ethtool.options ?? { options: [] }, process.argv);
    const [name] = given.ok ? given.operands : [];
    if (!given.ok || name === undefined) {
      process.stderr.write("ethtool: bad command line argument(s)\nFor more information run ethtool -h\n");
      return 1;
    }
    const device = process.machine.stack.interfaces.get(name)?.device;
    const [option] = given.options;
    if (device === undefined) return missing(process, option?.name);
    const answer = answers.get(option?.name ?? "settings");
    if (answer === undefined) {
      process.stderr.write(`not modelled in LVS Lab: ethtool ${option?.written ?? ""}\n`);
      return 0;
    }
    process.stdout.write(answer(device));
    return 0;
  },
};

const noDevice = 75;

function missing({ stderr }: Process, option: string | undefined): number {
  const what: Readonly<Record<string, string>> = {
    driver: "Cannot get driver information",
    statistics: "Cannot get stats strings information",
    features: "Cannot get device feature names",
  };
  stderr.write(`${what[option ?? ""] ?? "netlink error"}: No such device\n`);
  return option === undefined ? noDevice : 71;
}

/** The name of the driver behind a device. */
function driverOf({ kind, veth }: NetDevice): string {
  switch (kind) {
    case "ethernet":
      return veth === undefined ? "virtio_net" : "veth";
    case "loopback":
      return "loopback";
    case "dummy":
      return "dummy";
    case "ipip":
    case "gre":
    case "gretap":
    case "erspan":
      return kind;
    case "vlan":
      return "802.1Q VLAN Support";
    case "bridge":
      return "bridge";
  }
}

const hasSettings = ({ kind }: NetDevice): boolean => kind === "ethernet" || kind === "vlan";

function settings(device: NetDevice): string {
  const link = `\tLink detected: ${device.isUp && device.hasCarrier() ? "yes" : "no"}\n`;
  if (!hasSettings(device)) return `Settings for ${device.name}:\n${link}`;
  const isPair = device.veth !== undefined;
  const lines = [
    "Supported ports: [  ]",
    "Supported link modes:   Not reported",
    "Supported pause frame use: No",
    "Supports auto-negotiation: No",
    "Supported FEC modes: Not reported",
    "Advertised link modes:  Not reported",
    "Advertised pause frame use: No",
    "Advertised auto-negotiation: No",
    "Advertised FEC modes: Not reported",
    `Speed: ${isPair ? "10000Mb/s" : "Unknown!"}`,
    `Duplex: ${isPair ? "Full" : "Unknown! (255)"}`,
    "Auto-negotiation: off",
    `Port: ${isPair ? "Twisted Pair" : "Other"}`,
    "PHYAD: 0",
    "Transceiver: internal",
    ...(isPair ? ["MDI-X: Unknown"] : []),
  ];
  return `Settings for ${device.name}:\n${lines.map((line) => `\t${line}\n`).join("")}${link}`;
}

function driver(device: NetDevice): string {
  const name = driverOf(device);
  const isCard = name === "virtio_net";
  return [
    `driver: ${name}`,
    "version: 1.0.0",
    "firmware-version: ",
    "expansion-rom-version: ",
    `bus-info: ${isCard ? "0000:00:03.0" : ""}`,
    `supports-statistics: ${isCard || name === "veth" ? "yes" : "no"}`,
    "supports-test: no",
    "supports-eeprom-access: no",
    "supports-register-dump: no",
    "supports-priv-flags: no",
    "",
  ].join("\n");
}

function statistics({ kind, veth, counters }: NetDevice): string {
  if (kind !== "ethernet") return "no stats available\n";
  const rows: readonly (readonly [string, number])[] =
    veth === undefined
      ? [
          ["rx_queue_0_packets", counters.rxPackets],
          ["rx_queue_0_bytes", counters.rxBytes],
          ["rx_queue_0_drops", counters.rxDropped],
          ["tx_queue_0_packets", counters.txPackets],
          ["tx_queue_0_bytes", counters.txBytes],
        ]
      : [["peer_ifindex", veth.peerIndex]];
  return `NIC statistics:\n${rows.map(([name, count]) => `     ${name}: ${count}\n`).join("")}`;
}

/** No frame of the lab is larger on the wire than its MTU allows: nothing is left to the card. */
const features = ({ name }: NetDevice): string =>
  [
    `Features for ${name}:`,
    "rx-checksumming: off",
    "tx-checksumming: off",
    "scatter-gather: off",
    "tcp-segmentation-offload: off",
    "generic-segmentation-offload: off",
    "generic-receive-offload: off",
    "large-receive-offload: off [fixed]",
    "rx-vlan-offload: off [fixed]",
    "tx-vlan-offload: off [fixed]",
    "",
  ].join("\n");

const answers: ReadonlyMap<string, (device: NetDevice) => string> = new Map([
  ["settings", settings],
  ["driver", driver],
  ["statistics", statistics],
  ["features", features],
]);
