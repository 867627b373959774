/**
 * telnet (inetutils): connects, shows what comes, sends what is typed, line by line.
 *
 * Leaves out the telnet protocol's own negotiation, and commands after the escape character.
 */

import type { Command } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type OptionSpec, parseOptions } from "#shell/options";
import { formatIpv4 } from "#sim/wire/address";
import { errnoWords } from "./network/errno-words.ts";
import { resolveHost, unknownName } from "./network/host-names.ts";
import { relay } from "./network/relay.ts";
import { servicePort } from "./network/service-names.ts";
import { closeStream, connectStream } from "./network/stream.ts";

const telnetOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4", long: "ipv4" },
    { name: "no-escape", short: "E", long: "no-escape" },
    { name: "user", short: "l", long: "user", takes: "value" },
    { name: "bind", short: "b", long: "bind", takes: "value" },
  ],
};

export const telnet: Command = {
  options: telnetOptions,
  operands: () => ["ADDR", ""],
  cost: netTool,
  run: async (process) => {
    const given = parseOptions(telnetOptions, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("telnet", given.problem)}\n`);
      return 64;
    }
    const [host, service = "telnet"] = given.operands;
    if (host === undefined) {
      process.stdout.write("telnet: not modelled in LVS Lab: its own prompt (use telnet HOST PORT)\n");
      return 0;
    }
    const dst = resolveHost(process.machine, host);
    const dstPort = servicePort(service, "tcp");
    if (dst === undefined || dstPort === undefined) {
      const why = dst === undefined ? unknownName : "Servname not supported for ai_socktype";
      process.stderr.write(`Server lookup failure:  ${host}:${service}, ${why}\n`);
      return 1;
    }
    process.stdout.write(`Trying ${formatIpv4(dst)}...\n`);
    const connected = await connectStream(process, { dst, dstPort });
    if (connected.kind !== "connected") {
      const errno = connected.kind === "failed" ? connected.errno : "ETIMEDOUT";
      process.stderr.write(`telnet: Unable to connect to remote host: ${errnoWords(errno)}\n`);
      return 1;
    }
    process.stdout.write(`Connected to ${host}.\nEscape character is '^]'.\n`);
    try {
      await relay(process, connected.stream, {
        toWire: (text) => text.replace(/\r?\n/g, "\r\n"),
        atInputEnd: { quitAfter: 0 },
        idle: undefined,
        ignoresInput: false,
      });
    } finally {
      closeStream(connected.stream);
    }
    process.stdout.write("Connection closed by foreign host.\n");
    return 0;
  },
};
