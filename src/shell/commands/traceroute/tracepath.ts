/**
 * tracepath (iputils 20221126): the routers on the way and the path MTU, one probe at a time.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type OptionSpec, parseOptions } from "#shell/options";
import { nanos, seconds } from "#sim/engine/time";
import { pathMtu } from "#sim/stack/path-cache";
import { outputRoute } from "#sim/stack/route-lookup";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { icmpTypes } from "#sim/wire/icmp";
import { errnoWords } from "../network/errno-words.ts";
import { nameOfHost, resolveHost, unknownName } from "../network/host-names.ts";
import { type Answer, closeProber, isFinal, markOf, openProber, type Prober, sendProbe } from "./prober.ts";

const tracepathOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4" },
    { name: "both", short: "b" },
    { name: "length", short: "l", takes: "value", valueName: "BYTES" },
    { name: "most", short: "m", takes: "value", valueName: "TTL" },
    { name: "numeric", short: "n", what: "no names" },
    { name: "port", short: "p", takes: "value", valueName: "PORT" },
    { name: "version", short: "V" },
  ],
};

export const tracepath: Command = {
  options: tracepathOptions,
  operands: () => ["ADDR"],
  cost: netTool,
  run: async (process) => {
    const given = parseOptions(tracepathOptions, process.argv);
    const [target] = given.ok ? given.operands : [];
    if (!given.ok || target === undefined) {
      const words = given.ok ? "" : `${gnuWords("tracepath", given.problem)}\n`;
      process.stderr.write(`${words}\nUsage\n  tracepath [options] <destination>\n`);
      return 255;
    }
    const dst = resolveHost(process.machine, target);
    if (dst === undefined) {
      process.stderr.write(`tracepath: ${target}: ${unknownName}\n`);
      return 1;
    }
    const path: Path = {
      ...{ process, dst, isNumeric: given.has("numeric"), most: Number(given.value("most") ?? 30) },
      ...{ port: Number(given.value("port") ?? 44_444), mtu: 0, sent: 0, answer: undefined, wake: undefined },
    };
    return follow(path);
  },
};

interface Path {
  readonly process: Process;
  readonly dst: Ipv4Address;
  readonly isNumeric: boolean;
  readonly most: number;
  readonly port: number;
  mtu: number;
  sent: number;
  answer: Answer | undefined;
  wake: (() => void) | undefined;
}

async function follow(path: Path): Promise<number> {
  const { process, dst } = path;
  const { stack } = process.machine;
  const way = outputRoute(stack, { dst });
  if (!way.ok) {
    process.stderr.write(`tracepath: ${errnoWords(way.errno)}\n`);
    return 1;
  }
  path.mtu = pathMtu(stack, dst, way.route);
  process.stdout.write(` 1?: [LOCALHOST]${" ".repeat(22)}pmtu ${path.mtu}\n`);
  const prober = openProber(process, {
    ...{ kind: "udp", dst },
    onAnswer: (answer) => {
      if (answer.number !== path.sent - 1) return;
      path.answer = answer;
      path.wake?.();
    },
  });
  try {
    return await climb(path, prober);
  } finally {
    closeProber(prober);
  }
}

/** One hop after the other; the first is asked twice, as the real one does. */
async function climb(path: Path, prober: Prober): Promise<number> {
  const { process, most } = path;
  for (const ttl of [1, ...Array.from({ length: most }, (_, index) => index + 1)]) {
    const ended = await askHop(path, prober, ttl);
    if (ended === undefined) continue;
    process.stdout.write(`     Resume: pmtu ${path.mtu} ${ended}\n`);
    return 0;
  }
  process.stdout.write(`     Too many hops: pmtu ${path.mtu}\n     Resume: pmtu ${path.mtu} \n`);
  return 0;
}

/** Asks one hop; answers the end of the last line where the way ends. */
async function askHop(path: Path, prober: Prober, ttl: number): Promise<string | undefined> {
  const { process } = path;
  const start = `${String(ttl).padStart(2)}:  `;
  for (let tries = 0; tries < 10; tries++) {
    const sentAt = process.machine.simulation.now;
    const answer = await askOnce(path, prober, ttl);
    if (answer === undefined) {
      process.stdout.write(`${start}no reply\n`);
      return undefined;
    }
    const time = answer.at - sentAt;
    const micros = Math.floor(time / 1000);
    const rest = String(micros % 1000).padStart(3, "0");
    const took = `${String(Math.floor(micros / 1000)).padStart(3)}.${rest}ms `;
    const line = `${start}${nameText(path, answer).padEnd(52)}${took}`;
    const isTooBig = answer.error?.type === icmpTypes.unreachable && answer.error.code === 4;
    if (isTooBig) {
      path.mtu = (answer.error?.rest ?? 0) & 0xffff;
      process.stdout.write(`${line}pmtu ${path.mtu}\n`);
      continue;
    }
    return finishHop(path, answer, { line, ttl });
  }
  return undefined;
}

function finishHop(
  { process }: Path,
  answer: Answer,
  { line, ttl }: { line: string; ttl: number },
): string | undefined {
  const back = backOf(answer);
  if (!isFinal(answer)) {
    process.stdout.write(
      `${line}${back === ttl || back === 0 ? "" : `asymm ${String(back).padStart(2)} `}\n`,
    );
    return undefined;
  }
  const mark = markOf(answer, "udp");
  if (mark !== "") {
    process.stdout.write(`${line}${mark}\n`);
    return "";
  }
  process.stdout.write(`${line}reached\n`);
  return `hops ${ttl} back ${back} `;
}

/** How many hops an answer came, guessed from what hosts begin with. */
function backOf({ ttl }: Answer): number {
  if (ttl === 0) return 0;
  const begun = ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
  return begun - ttl + 1;
}

async function askOnce(path: Path, prober: Prober, ttl: number): Promise<Answer | undefined> {
  const { process, port, mtu } = path;
  path.answer = undefined;
  const number = path.sent++;
  const errno = sendProbe(prober, { number, ttl, port: port + number, length: mtu, dontFragment: true });
  if (errno !== undefined) return undefined;
  const { simulation } = process.machine;
  const end = simulation.now + seconds(3);
  while (path.answer === undefined && simulation.now < end) {
    await process.until<"answer">(
      (wake) => {
        path.wake = () => wake("answer");
        return () => {
          path.wake = undefined;
        };
      },
      nanos(end - simulation.now),
    );
  }
  return path.answer;
}

function nameText({ isNumeric, process }: Path, { from }: Answer): string {
  const text = formatIpv4(from);
  return isNumeric ? text : (nameOfHost(process.machine, from) ?? text);
}
