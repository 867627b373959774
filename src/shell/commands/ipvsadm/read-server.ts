/** Options of ipvsadm that describe a real server or a synchronization daemon. */

import type { Forwarder } from "#sim/ipvs/forwarder";
import { forwarders } from "#sim/ipvs/forwarders/index";
import { tunnel } from "#sim/ipvs/forwarders/tunnel";
import { parseIpv4 } from "#sim/wire/address";
import { isSixthAddress } from "../network/host-names.ts";
import { readEndpoint } from "./endpoint.ts";
import type { DaemonWords, Entry, ServerWords } from "./entry.ts";
import { type Failure, fail } from "./failure.ts";
import { largestInt, numberBetween } from "./numbers.ts";
import type { OptionReader } from "./read-service.ts";

const readServer: OptionReader = async ({ service, server }, value, machine) => {
  const endpoint = await readEndpoint(machine, value, service.protocol);
  if (endpoint === undefined) return fail("illegal real server address[:port] specified");
  server.family = endpoint.address === undefined ? "inet6" : "inet";
  server.address = endpoint.address ?? server.address;
  server.port = endpoint.port ?? service.port;
  return undefined;
};

const method =
  (forwarder: Forwarder): OptionReader =>
  ({ server }) => {
    server.forwarder = forwarder;
    return undefined;
  };

/** One for each method that may be asked for, by its long option. */
const methodReaders = Object.fromEntries(
  forwarders.flatMap((one) => (one.option === undefined ? [] : [[one.option.long, method(one)]])),
);

type Numbered<Part> = { [name in keyof Part]: Part[name] extends number ? name : never }[keyof Part];

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly complaint: string;
}

function put<Part extends object>(
  part: Part,
  name: Numbered<Part>,
  value: string,
  bounds: Bounds,
): Failure | undefined {
  const number = numberBetween(value, bounds.least, bounds.most);
  if (number === undefined) return fail(bounds.complaint);
  Object.assign(part, { [name]: number });
  return undefined;
}

const serverNumber =
  (name: Numbered<ServerWords>, bounds: Bounds): OptionReader =>
  ({ server }, value) =>
    put(server, name, value, bounds);

const daemonNumber =
  (name: Numbered<DaemonWords>, bounds: Bounds): OptionReader =>
  ({ daemon }, value) =>
    put(daemon, name, value, bounds);

const checksum =
  (kind: ServerWords["checksum"]): OptionReader =>
  ({ server }) => {
    server.checksum = kind;
    return undefined;
  };

const readTunnelType: OptionReader = ({ server }, value) => {
  if (value !== "ipip" && value !== "gue" && value !== "gre") return fail("illegal tunnel type specified");
  server.tunnelType = value;
  return undefined;
};

const readGroup: OptionReader = ({ daemon }, value) => {
  daemon.group = value;
  if (isSixthAddress(value)) {
    return /^ff..:/i.test(value) ? undefined : fail(`invalid IPv6 mcast-group \`${value}'`);
  }
  const address = parseIpv4(value);
  const isGroup = address !== undefined && address >>> 28 === 14;
  return isGroup ? undefined : fail(`invalid IPv4 mcast-group \`${value}'`);
};

const upTo = (most: number, complaint: string): Bounds => ({ least: 0, most, complaint });
const from1To = (most: number, complaint: string): Bounds => ({ least: 1, most, complaint });

export const serverReaders: Readonly<Record<string, OptionReader>> = {
  "real-server": readServer,
  ...methodReaders,
  weight: serverNumber("weight", upTo(largestInt, "illegal weight specified")),
  "u-threshold": serverNumber("upperThreshold", upTo(largestInt, "illegal u_threshold specified")),
  "l-threshold": serverNumber("lowerThreshold", upTo(largestInt, "illegal l_threshold specified")),
  "tun-type": readTunnelType,
  "tun-port": serverNumber("tunnelPort", from1To(65_535, "illegal tunnel port specified")),
  "tun-nocsum": checksum("none"),
  "tun-csum": checksum("full"),
  "tun-remcsum": checksum("remote"),
};

/** Longer names of devices are cut. */
const longestInterface = 15;

export const daemonReaders: Readonly<Record<string, OptionReader>> = {
  "mcast-interface": ({ daemon }, value) => {
    daemon.interface = value.slice(0, longestInterface);
    return undefined;
  },
  syncid: daemonNumber("syncId", upTo(255, "illegal syncid specified")),
  "sync-maxlen": daemonNumber("maxLength", from1To(65_507, "illegal sync-maxlen specified")),
  "mcast-group": readGroup,
  "mcast-port": daemonNumber("port", from1To(65_535, "illegal mcast-port specified")),
  "mcast-ttl": daemonNumber("ttl", from1To(255, "illegal mcast-ttl specified")),
};

/** `--start-daemon` and `--stop-daemon`: which of the two. */
export function readDaemonState({ command, daemon }: Entry, value: string): Failure | undefined {
  if (value !== "master" && value !== "backup") {
    return fail(
      `illegal ${command === "start-daemon" ? "start-daemon parameter" : "start_daemon"} specified`,
    );
  }
  daemon.state = value;
  return undefined;
}

const checksumOptions = ["tun-nocsum", "tun-csum", "tun-remcsum"] as const;

/**
 * Which options of a tunnel go with which kind: GUE has a port, GRE only two of the checksums, IPIP
 * nothing.
 */
export function checkTunnel({ given, server }: Entry): Failure | undefined {
  const tunnelOptions = ["tun-type", "tun-port", ...checksumOptions] as const;
  if (server.forwarder !== tunnel) {
    const isGiven = tunnelOptions.some((option) => given.has(option));
    return isGiven ? fail("Tunnel options conflict with forward method") : undefined;
  }
  const { tunnelType } = server;
  if (tunnelType === "gue" && !given.has("tun-port")) {
    return fail("You need to supply the 'tun-port' option for the 'gue' tunnel type");
  }
  if (tunnelType !== "gue" && given.has("tun-port")) return illegal("tun-port", tunnelType);
  const sums = checksumOptions.filter((option) => given.has(option));
  const refused = sums.find(
    (sum) => tunnelType === "ipip" || (tunnelType === "gre" && sum === "tun-remcsum"),
  );
  if (refused !== undefined) return illegal(refused, tunnelType);
  const [first, second] = sums;
  if (second === undefined) return undefined;
  return fail(
    `The option '${second}' conflicts with the '${first}' option in the '${tunnelType}' tunnel type`,
  );
}

const illegal = (option: string, type: string): Failure =>
  fail(`Illegal '${option}' option with the '${type}' tunnel type`);
