import { test } from "vitest";
import { startHttpServer, namePage } from "#sim/app/http-server";
import { startHoldServer } from "#sim/app/hold-server";
import { startUdpServer } from "#sim/app/udp-server";
import { bytesOf } from "#sim/app/text";
import { listen, close, reset, adopt, read, send } from "#sim/stack/tcp/calls";
import { machinesIn } from "../support/machines-of.ts";
test("try", async () => {
  const lab = machinesIn({ a: { eth0: "lan 10.9.0.1/24" }, b: { eth0: "lan 10.9.0.2/24", eth1: "far 10.9.1.2/24" }, c: { eth0: "far 10.9.1.3/24" } });
  const b = lab.machine("b").stack;
  const c = lab.machine("c").stack;
  await lab.run("a", "ip route add default via 10.9.0.2");
  await lab.run("c", "ip route add default via 10.9.1.2");
  await lab.run("b", "sysctl -w net.ipv4.ip_forward=1");
  for (const s of [b, c]) {
  startHttpServer(s, { port: 80, body: () => namePage("rs1") });
  startHoldServer(s, { port: 86, banner: bytesOf("rs1\n") });
  startUdpServer(s, { port: 99, greeting: bytesOf("rs1 ") });
  const on = (port: number, f: (s: any) => void) => listen(s, { port }, (sock) => adopt(sock, { onReadable: f, onEnd: (x) => close(x) }, undefined));
  on(81, (s) => { read(s); close(s); });
  on(82, (s) => { read(s); reset(s); });
  on(83, (s) => { read(s); });
  on(84, (s) => { read(s); send(s, bytesOf("HTTP/1.0 404 Not Found\r\nContent-Length: 10\r\nContent-Type: text/html\r\n\r\nnot found\n")); close(s); });
  on(85, (s) => { read(s); send(s, bytesOf("HTTP/1.0 302 Found\r\nLocation: http://10.9.0.2/\r\nContent-Length: 0\r\n\r\n")); close(s); });
  }
  for (const line of (process.env.LINES ?? "ping -c2 10.9.0.2").split("\n")) {
    if (line === "") continue;
    const r = await lab.run("a", line, Number(process.env.LIMIT ?? 20));
    console.log(`$ ${line}\n${r.out}${r.err === "" ? "" : `STDERR ${r.err.replace(/\r/g, "^M")}`}[rc=${r.code}] took ${r.took}`);
  }
});
