/** The files of /proc/net, whose text is made when they are read: every way of reading reaches it. */

import { describe, expect, test } from "vitest";
import { machinesIn } from "#support/machines-of";

const host = () => machinesIn({ a: { eth0: "lan 10.0.0.1/24" } });

test("every file can be read", async () => {
  const machines = host();
  await machines.run("a", "modprobe ip_vs; modprobe nf_conntrack");
  const { out } = await machines.run("a", "cd /proc/net; for file in * stat/*; do echo $file; done");
  const names = out.trim().split("\n");
  expect(names).toEqual(
    expect.arrayContaining([
      "arp",
      "dev",
      "ip_vs_app",
      "ip_vs_stats",
      "nf_conntrack",
      "stat/rt_cache",
      "tcp",
    ]),
  );
  for (const name of names.filter((each) => each !== "stat")) {
    const { code, err } = await machines.run("a", `cat /proc/net/${name} /proc/modules > /tmp/copy`);
    expect([name, code, err]).toEqual([name, 0, ""]);
  }
});

const head = "IP address       HW type     Flags       HW address            Mask     Device\n";

describe("the neighbour table", () => {
  test.each([
    ["cat /proc/net/arp"],
    ["cat < /proc/net/arp"],
    ["head -n 1 /proc/net/arp"],
    ["tail -n 1 /proc/net/arp"],
    ["sort /proc/net/arp"],
    ["uniq /proc/net/arp"],
    ["grep IP /proc/net/arp"],
    ["cd /proc/net; grep -h '' arp"],
    ["sed -n 1p /proc/net/arp"],
    ["awk '{print}' /proc/net/arp"],
    ["cp /proc/net/arp /tmp/arp; cat /tmp/arp"],
    ["cp -r /proc/net /tmp/net; cat /tmp/net/arp"],
    ["ln -s /proc/net/arp /tmp/link; cat /tmp/link"],
    ['IFS=; read -r line < /proc/net/arp; echo "$line"'],
    ['cat "$(find /proc/net -name arp)"'],
    ["more /proc/net/arp"],
  ])("%s", async (line) => {
    const { out, err } = await host().run("a", line);
    expect([out, err]).toEqual([head, ""]);
  });

  test("says that it is empty, as files of /proc do", async () => {
    const { out } = await host().run("a", "test -s /proc/net/arp; echo $?; test -e /proc/net/arp; echo $?");
    expect(out).toBe("1\n0\n");
  });

  test("cannot stand in for a file that the system itself reads", async () => {
    const machines = host();
    const { out } = await machines.run("a", "ln -sf /proc/net/arp /etc/hosts; cat /etc/hosts; hostname -i");
    expect(out).toBe(head);
  });
});
