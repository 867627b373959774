/**
 * What a scenario file may say of the programs of a node: web servers, servers that hold connections, UDP
 * servers. A part of the definition in `scenario-shape.ts`.
 */

import { parseIpv4 } from "#sim/wire/address";
import { text, time, whole } from "./quantities.ts";
import type { Program } from "./scenario.ts";
import type { Shape } from "./shape.ts";
import { either, mapped, optional, record, refuse, required, variant } from "./shape.ts";

const port = whole("a port", 1, 65_535);

const address: Shape<string> = {
  words: "an address such as 10.0.0.1",
  schema: { type: "string", format: "ipv4" },
  read(value, report) {
    const content = value.kind === "scalar" ? String(value.value) : "";
    return parseIpv4(content) === undefined
      ? refuse(value, "an address", report, "write four numbers: 10.0.0.1")
      : content;
  },
};

const serverFields = {
  port: required(port, "Where it listens."),
  address: optional(address, "The one address it listens on; all of them if nothing is said."),
  name: optional(text("a name"), "What it calls itself in its answers; the node's name if nothing is said."),
};

const portAlone: Shape<{ readonly port: number }> = mapped(port, (number) => ({ port: number }));

/** A program that serves on a node from time zero on. */
export const program: Shape<Program> = variant("a program", {
  "http-server": either(
    portAlone,
    mapped(
      record("a web server", {
        ...serverFields,
        body: optional(text("text"), "Answered to every request instead of the files in /var/www/html."),
        size: optional(
          whole("a number of bytes", 0, 100_000_000),
          "The length of the answer, filled by repetition.",
        ),
        "keep-alive": optional(
          time("a time", "5s"),
          "How long a connection waits for its next request; without it, each carries one (HTTP/1.0).",
        ),
      }),
      ({ "keep-alive": keepAlive, ...rest }) => ({
        ...rest,
        ...(keepAlive === undefined ? {} : { keepAlive }),
      }),
    ),
  ),
  "hold-server": either(portAlone, record("a server that keeps connections open", serverFields)),
  "udp-server": either(portAlone, record("a UDP server", serverFields)),
});
