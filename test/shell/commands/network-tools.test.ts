/**
 * Commands of the network on a client, a router and a server; what they print is what the real programs
 * print.
 */
import { describe, expect, test } from "vitest";
import { startHoldServer } from "#sim/app/hold-server";
import { namePage, startHttpServer } from "#sim/app/http-server";
import { bytesOf } from "#sim/app/text";
import { micros, seconds } from "#sim/engine/time";
import { type Machines, machinesIn } from "#support/machines-of";

async function lab(): Promise<Machines> {
  const machines = machinesIn({
    client: { eth0: "lan 10.9.0.1/24" },
    router: { eth0: "lan 10.9.0.2/24", eth1: "far 10.9.1.2/24" },
    server: { eth0: "far 10.9.1.3/24" },
  });
  await machines.run("client", "ip route add default via 10.9.0.2");
  await machines.run("server", "ip route add default via 10.9.1.2");
  await machines.run("router", "echo 1 > /proc/sys/net/ipv4/ip_forward");
  const { stack } = machines.machine("server");
  startHttpServer(stack, { port: 80, body: () => namePage("rs1") });
  startHttpServer(stack, { port: 87, keepAlive: seconds(5), body: () => namePage("kept") });
  startHttpServer(stack, { port: 85, keepAlive: micros(50), body: () => namePage("brief") });
  startHttpServer(stack, { port: 88, body: ({ method, head }) => bytesOf(`${method} ${lengthIn(head)}\n`) });
  startHoldServer(stack, { port: 86, banner: bytesOf("rs1\n") });
  return machines;
}

const lengthIn = (head: string): string => /Content-Length: (\d+)/.exec(head)?.[1] ?? "none";

/** Round trips, process numbers and ports that depend on the seed are written as #. */
const masked = (text: string): string =>
  text
    .replace(/\d+\.\d+(?= ms|ms|\/)/g, "#")
    .replace(/(?<=#\/)[\d.]+(?= ms)/g, "#")
    .replace(/(?<=10\.9\.0\.1[.:])\d{5}/g, "#")
    .replace(/(?<=pid=)\d+/g, "#");

async function said(machines: Machines, line: string): Promise<string> {
  const { code, out, err } = await machines.run("client", line);
  return `${masked(out)}${masked(err)}[${code}]`;
}

const sessions: readonly (readonly [command: string, ...lines: string[]])[] = [
  [
    "ping -c2 -i.2 10.9.1.3",
    "PING 10.9.1.3 (10.9.1.3) 56(84) bytes of data.",
    "64 bytes from 10.9.1.3: icmp_seq=1 ttl=63 time=# ms",
    "64 bytes from 10.9.1.3: icmp_seq=2 ttl=63 time=# ms",
    "",
    "--- 10.9.1.3 ping statistics ---",
    "2 packets transmitted, 2 received, 0% packet loss, time 200ms",
    "rtt min/avg/max/mdev = #/#/#/# ms",
    "[0]",
  ],
  [
    "ping -c3 -i.2 10.9.0.77",
    "PING 10.9.0.77 (10.9.0.77) 56(84) bytes of data.",
    "From 10.9.0.1 icmp_seq=1 Destination Host Unreachable",
    "From 10.9.0.1 icmp_seq=2 Destination Host Unreachable",
    "From 10.9.0.1 icmp_seq=3 Destination Host Unreachable",
    "",
    "--- 10.9.0.77 ping statistics ---",
    "3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 400ms",
    "pipe 3",
    "[1]",
  ],
  [
    "ping -c1 -t1 10.9.1.3",
    "PING 10.9.1.3 (10.9.1.3) 56(84) bytes of data.",
    "From 10.9.0.2 icmp_seq=1 Time to live exceeded",
    "",
    "--- 10.9.1.3 ping statistics ---",
    "1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms",
    "",
    "[1]",
  ],
  ["ping -c1 -I 1.2.3.4 10.9.0.2", "ping: bind: Cannot assign requested address", "[2]"],
  ["ping nosuch", "ping: nosuch: Temporary failure in name resolution", "[2]"],
  [
    "arping -c3 -w1 -I eth0 10.9.0.2",
    "ARPING 10.9.0.2 from 10.9.0.1 eth0",
    "Unicast reply from 10.9.0.2 [02:00:00:00:00:0B]  #ms",
    "Sent 2 probes (1 broadcast(s))",
    "Received 1 response(s)",
    "[1]",
  ],
  [
    "arping -D -c2 -w2 -I eth0 10.9.0.2",
    "ARPING 10.9.0.2 from 0.0.0.0 eth0",
    "Unicast reply from 10.9.0.2 [02:00:00:00:00:0B]  #ms",
    "Sent 1 probes (1 broadcast(s))",
    "Received 1 response(s)",
    "[1]",
  ],
  [
    "traceroute -n 10.9.1.3",
    "traceroute to 10.9.1.3 (10.9.1.3), 30 hops max, 60 byte packets",
    " 1  10.9.0.2  # ms  # ms  # ms",
    " 2  10.9.1.3  # ms  # ms  # ms",
    "[0]",
  ],
  ["curl -s 10.9.1.3", "rs1", "[0]"],
  [
    "curl -sS 10.9.1.3:89",
    "curl: (7) Failed to connect to 10.9.1.3 port 89 after 0 ms: Couldn't connect to server",
    "[7]",
  ],
  [
    "curl -sS --connect-timeout 2 10.9.0.77",
    "curl: (28) Failed to connect to 10.9.0.77 port 80 after 2000 ms: Timeout was reached",
    "[28]",
  ],
  ["curl -sS -m 1 10.9.0.78", "curl: (28) Connection timed out after 1000 milliseconds", "[28]"],
  ["curl -sS 10.9.1.3:86", "curl: (1) Received HTTP/0.9 when not allowed", "[1]"],
  // One connection for two requests where the server keeps it, two where it or the client closes.
  ["curl -s -w '%{num_connects}\\n' 10.9.1.3:87/a 10.9.1.3:87/b", "kept", "1", "kept", "0", "[0]"],
  ["curl -s -w '%{num_connects}\\n' 10.9.1.3/a 10.9.1.3/b", "rs1", "1", "rs1", "1", "[0]"],
  [
    "curl -s -w '%{num_connects}\\n' -H 'Connection: close' 10.9.1.3:87 10.9.1.3:87",
    ...["kept", "1", "kept", "1", "[0]"],
  ],
  [
    "curl -sv 10.9.1.3:87/a 10.9.1.3:87/b 2>&1 | sed -n '/^[*]/s/0x[0-9a-f]*/0x#/p'; true",
    "* Found bundle for host: 0x# [serially]",
    "[0]",
  ],
  [
    "curl -sv 10.9.1.3:87/a 10.9.1.3:87/b 2>&1 | grep '^[*] [CR]'",
    "* Connected to 10.9.1.3 (10.9.1.3) port 87 (#0)",
    "* Connection #0 to host 10.9.1.3 left intact",
    "* Can not multiplex, even if we wanted to",
    "* Re-using existing connection #0 with host 10.9.1.3",
    "* Connection #0 to host 10.9.1.3 left intact",
    "[0]",
  ],
  // The server closes when nothing more is asked, and nc ends; a request that meets the end is sent again.
  ["printf 'GET / HTTP/1.1\\r\\n\\r\\n%.0s' 1 2 | nc 10.9.1.3 87 | grep kept", ...["kept", "kept", "[0]"]],
  ["curl -s -w '%{num_connects}\\n' 10.9.1.3:85/a 10.9.1.3:85/b", ...["brief", "1", "brief", "1", "[0]"]],
  [
    "curl -sv 10.9.1.3:85/a 10.9.1.3:85/b 2>&1 | grep '^[*] C[lo]'",
    "* Connected to 10.9.1.3 (10.9.1.3) port 85 (#0)",
    "* Connection #0 to host 10.9.1.3 left intact",
    "* Connection died, retrying a fresh connect (retry count: 1)",
    "* Closing connection 0",
    "* Connected to 10.9.1.3 (10.9.1.3) port 85 (#1)",
    "* Connection #1 to host 10.9.1.3 left intact",
    "[0]",
  ],
  // A body is read before it is answered, however many segments it takes.
  ["curl -s -d a=1 -d b=2 10.9.1.3:88", "POST 7", "[0]"],
  ["printf 'x\\ny\\r\\n' > f; curl -s -d @f 10.9.1.3:88", "POST 2", "[0]"],
  ["printf 'x\\ny\\r\\n' > f; curl -s --data-binary @f 10.9.1.3:88", "POST 5", "[0]"],
  ["curl -s --data-raw @f 10.9.1.3:88", "POST 2", "[0]"],
  ["seq 2000 | curl -s --data-binary @- 10.9.1.3:88", "POST 8893", "[0]"],
  ["curl -sS -d @nofile 10.9.1.3:88", "POST 0", "[0]"],
  ["nc -zv 10.9.1.3 80", "Connection to 10.9.1.3 80 port [tcp/http] succeeded!", "[0]"],
  ["nc -zv 10.9.1.3 89", "nc: connect to 10.9.1.3 port 89 (tcp) failed: Connection refused", "[1]"],
  ["echo hi | nc -N 10.9.1.3 86", "rs1", "hi", "[0]"],
  [
    "telnet 10.9.1.3 89",
    "Trying 10.9.1.3...",
    "telnet: Unable to connect to remote host: Connection refused",
    "[1]",
  ],
  ["wget -qO- 10.9.1.3", "rs1", "[0]"],
];

describe("what a command prints is what the real one prints", () => {
  test.each(sessions.map(([command, ...lines]) => ({ command, lines })))(
    "$command",
    async ({ command, lines }) => {
      expect(await said(await lab(), command)).toBe(lines.join("\n"));
    },
  );
});

describe("sockets and counters", () => {
  test("ss shows a connection with its program, then its TIME-WAIT", async () => {
    const machines = await lab();
    await said(machines, "nc 10.9.1.3 86 > /dev/null & sleep 1");
    expect(await said(machines, "ss -tnp")).toBe(
      "State Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess                      \n" +
        'ESTAB 0      0           10.9.0.1:#     10.9.1.3:86   users:(("nc",pid=#,fd=3))\n[0]',
    );
    await said(machines, "curl -s 10.9.1.3");
    expect(await said(machines, "netstat -nat | grep -c TIME_WAIT")).toBe("1\n[0]");
  });

  test("nstat tells what has changed since it ran last", async () => {
    const machines = await lab();
    await said(machines, "ping -c1 10.9.0.2");
    const line = (name: string, value: number): string =>
      `${name.padEnd(32)}${String(value).padEnd(16)}   0.0\n`;
    expect(await said(machines, "nstat 'IcmpIn*'")).toBe(
      `#kernel\n${line("IcmpInMsgs", 1)}${line("IcmpInEchoReps", 1)}[0]`,
    );
    expect(await said(machines, "nstat 'IcmpIn*'")).toBe("#kernel\n[0]");
  });
});

describe("tcpdump", () => {
  test("prints lines while they come, and counts when it is interrupted", async () => {
    const machines = await lab();
    const { out, err } = await machines.run("client", "ping -c1 10.9.0.2 > /dev/null & tcpdump -nt icmp", 2);
    expect(out.replace(/id \d+/g, "id #")).toBe(
      "IP 10.9.0.1 > 10.9.0.2: ICMP echo request, id #, seq 1, length 64\n" +
        "IP 10.9.0.2 > 10.9.0.1: ICMP echo reply, id #, seq 1, length 64\n\n",
    );
    expect(err).toBe(
      "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n" +
        "listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n" +
        "2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n",
    );
  });

  test("writes a file and reads it again, times and all", async () => {
    const machines = await lab();
    const live = await machines.run(
      "client",
      "ping -c1 10.9.0.2 > /dev/null & tcpdump -ni any -c2 --print -w /tmp/x icmp",
    );
    const read = await machines.run("client", "tcpdump -nr /tmp/x");
    expect(read.out).toBe(live.out);
    expect(read.out.split("\n")[0]).toMatch(
      /^00:00:\d\d\.\d{6} eth0 {2}Out IP 10\.9\.0\.1 > 10\.9\.0\.2: ICMP/,
    );
  });
});
