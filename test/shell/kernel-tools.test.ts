/**
 * What the kernel's own tools say: sysctl, modprobe, lsmod, rmmod, dmesg, and the files under /proc/net.
 */

import { describe, expect, test } from "vitest";
import { loadIpipModule } from "#sim/nodes/modules";
import { logLine } from "#sim/stack/kernel-log";
import { type Machines, machinesIn } from "../support/machines-of.ts";

const two = (): Machines => machinesIn({ a: { eth0: "lan 10.0.0.1/24" }, b: { eth0: "lan 10.0.0.2/24" } });

/** What a line prints, standard error after standard output, and its exit code where it is not 0. */
async function said(machines: Machines, text: string): Promise<string> {
  const { out, err, code } = await machines.run("a", text);
  return `${out}${err}${code === 0 ? "" : `[${code}]\n`}`;
}

describe("sysctl", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["sysctl net.ipv4.ip_forward", "net.ipv4.ip_forward = 0\n"],
    ["sysctl -n net/ipv4/ip_forward", "0\n"],
    ["sysctl -N net.ipv4.ip_forward", "net.ipv4.ip_forward\n"],
    ["sysctl -b net.ipv4.ip_forward", "0"],
    [
      "sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2",
      "net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 2\n",
    ],
    ["sysctl net/ipv4/ip_forward=1; cat /proc/sys/net/ipv4/ip_forward", "net.ipv4.ip_forward = 1\n1\n"],
    ["sysctl -q net.ipv4.ip_forward=1; sysctl -n net.ipv4.ip_forward", "1\n"],
    [
      "sysctl net.ipv4.nosuch",
      "sysctl: cannot stat /proc/sys/net/ipv4/nosuch: No such file or directory\n[1]\n",
    ],
    ["sysctl -e net.ipv4.nosuch", ""],
    ["sysctl -w net.ipv4.ip_forward = 1", "sysctl: command line(0): invalid syntax, continuing...\n[1]\n"],
    [
      "sysctl -w net.ipv4.ip_forward=abc",
      'sysctl: setting key "net.ipv4.ip_forward": Invalid argument\n[1]\n',
    ],
    ["sysctl -p /tmp/no", 'sysctl: cannot open "/tmp/no": No such file or directory\n[1]\n'],
    [
      "sysctl -a | grep arp_ignore",
      "all default eth0 lo".replace(/\w+ ?/g, (name) => `net.ipv4.conf.${name.trim()}.arp_ignore = 0\n`),
    ],
    ["sysctl -a -r 'lo.rp_filter$'", "net.ipv4.conf.lo.rp_filter = 0\n"],
    ["sysctl 'net.ipv4.conf.*.proxy_arp_pvlan' | wc -l", "4\n"],
    ["sysctl -a | grep -c base_reachable_time", "3\n"],
    [
      "printf '# one\\n; two\\n\\nnet.ipv4.ip_forward = 1\\nnosuch.key=1\\n' > /tmp/f; sysctl -p /tmp/f",
      "net.ipv4.ip_forward = 1\nsysctl: cannot stat /proc/sys/nosuch/key: No such file or directory\n[1]\n",
    ],
    ["echo 'net.ipv4.ip_forward=1' >> /etc/sysctl.conf; sysctl -p", "net.ipv4.ip_forward = 1\n"],
    [
      "echo net.ipv4.ip_forward=1 > /etc/sysctl.d/20-b.conf; echo >/etc/sysctl.d/10-a.conf; sysctl --system",
      "* Applying /etc/sysctl.d/10-a.conf ...\n* Applying /etc/sysctl.d/20-b.conf ...\n" +
        "* Applying /etc/sysctl.conf ...\nnet.ipv4.ip_forward = 1\n",
    ],
    ["sysctl net.ipv4.tcp_rmem", "net.ipv4.tcp_rmem = 4096\t131072\t6291456\n"],
  ];

  test.each(cases)("%s", async (line, expected) => {
    expect(await said(two(), line)).toBe(expected);
  });

  test("a dot in a device's name is written as a slash", async () => {
    const machines = two();
    const line = "ip link add link eth0 name eth0.10 type vlan id 10; sysctl net.ipv4.conf.eth0/10.rp_filter";
    expect(await said(machines, line)).toBe("net.ipv4.conf.eth0/10.rp_filter = 0\n");
    expect(await said(machines, "sysctl -n net/ipv4/conf/eth0.10/rp_filter")).toBe("0\n");
  });
});

describe("kernel modules", () => {
  test("are loaded with what they need, listed, and taken out again when nobody uses them", async () => {
    const machines = two();
    expect(await said(machines, "lsmod; cat /proc/modules; ls /proc/net | grep ip_vs")).toBe(
      "Module                  Size  Used by\n[1]\n",
    );
    expect(await said(machines, "modprobe ip_vs_rr; lsmod | head -3")).toBe(
      "Module                  Size  Used by\n" +
        "ip_vs_rr               16384  0\nip_vs                 188416  2 ip_vs_rr\n",
    );
    expect(await said(machines, "ipvsadm -A -t 10.0.0.9:80 -s rr; modprobe -r ip_vs_rr")).toBe(
      "modprobe: FATAL: Module ip_vs_rr is in use.\n[1]\n",
    );
    expect(await said(machines, "lsmod | grep ^ip_vs; lsmod | awk '/^libcrc32c/ {print $3}'")).toBe(
      "ip_vs_rr               16384  1\nip_vs                 188416  3 ip_vs_rr\n2\n",
    );
    const removed = await said(machines, "ipvsadm -C; modprobe -rv ip_vs_rr; lsmod");
    expect(removed).toMatch(/^rmmod ip_vs_rr\nrmmod ip_vs\n(rmmod \w+\n){4}Module +Size {2}Used by\n$/);
    expect(await said(machines, "ls /proc/sys/net/ipv4/vs")).toContain("No such file or directory");
  });

  test("that nobody knows, or that are in use, are refused", async () => {
    const machines = two();
    expect(await said(machines, "modprobe nosuch")).toBe(
      "modprobe: FATAL: Module nosuch not found in directory /lib/modules/6.1.0-56-amd64\n[1]\n",
    );
    expect(await said(machines, "rmmod ipip")).toBe(
      "rmmod: ERROR: Module ipip is not currently loaded\n[1]\n",
    );
    expect(await said(machines, "modprobe ipip; rmmod tunnel4")).toBe(
      "rmmod: ERROR: Module tunnel4 is in use by: ipip\n[1]\n",
    );
    expect(await said(machines, "modprobe -r ipip; ls /proc/sys/net/ipv4/conf")).toBe(
      "all\ndefault\neth0\nlo\n",
    );
  });

  test("that use one stand in the order of sysfs, in /proc/modules the latest first", async () => {
    const machines = two();
    const schedulers = "rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh".split(" ");
    const names = schedulers.map((name) => `ip_vs_${name}`);
    await said(machines, `modprobe -a ${names.join(" ")} xt_ipvs ip_vs_pe_sip`);
    expect(await said(machines, "lsmod | grep '^ip_vs '")).toBe(
      "ip_vs                 188416  29 ip_vs_wlc,ip_vs_rr,ip_vs_dh,ip_vs_lblcr,ip_vs_sh,ip_vs_ovf," +
        "ip_vs_fo,ip_vs_nq,ip_vs_lblc,ip_vs_pe_sip,xt_ipvs,ip_vs_wrr,ip_vs_lc,ip_vs_mh,ip_vs_sed\n",
    );
    const latest = ["ip_vs_pe_sip", "xt_ipvs", ...names.toReversed()].join(",");
    expect(await said(machines, "grep '^ip_vs ' /proc/modules")).toContain(`188416 29 ${latest}, Live`);
  });

  test("that the node has had all along are listed too", async () => {
    const machines = two();
    loadIpipModule(machines.machine("a").node);
    expect(await said(machines, "lsmod | sort | tail -2")).toBe(
      "ipip                   16384  0\ntunnel4                16384  1 ipip\n",
    );
  });
});

test("dmesg prints seconds, dates or neither, and forgets", async () => {
  const machines = two();
  const { stack } = machines.machine("a");
  await machines.run("a", "sleep 1.25");
  logLine(stack, "IPVS: a line");
  expect(await said(machines, "dmesg")).toMatch(/^\[ {4}1\.\d{6}\] IPVS: a line\n$/);
  expect(await said(machines, "dmesg | sed 's,^[[][^]]*] ,,' | grep IPVS")).toBe("IPVS: a line\n");
  expect(await said(machines, "dmesg -T")).toBe("[Thu Jan  1 00:00:01 2026] IPVS: a line\n");
  expect(await said(machines, "dmesg -t; dmesg -C; dmesg")).toBe("IPVS: a line\n");
});

test("/proc/net shows neighbours, routes, sockets and counters", async () => {
  const machines = two();
  await machines.run("a", "ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:77 dev eth0; ping -c 1 10.0.0.2");
  await machines.run("a", "ip route add default via 10.0.0.2");
  expect(await said(machines, "cat /proc/net/arp")).toBe(
    "IP address       HW type     Flags       HW address            Mask     Device\n" +
      "10.0.0.7         0x1         0x6         02:00:00:00:00:77     *        eth0\n" +
      "10.0.0.2         0x1         0x2         02:00:00:00:00:0b     *        eth0\n",
  );
  const routes = await said(machines, "cat /proc/net/route");
  expect(routes.split("\n").map((line) => line.length)).toEqual([127, 127, 127, 0]);
  expect(routes).toContain("\neth0\t00000000\t0200000A\t0003\t0\t0\t0\t00000000\t0\t0\t0 ");
  expect(routes).toContain("\neth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0 ");
  expect(await said(machines, "grep -c . /proc/net/tcp /proc/net/udp")).toContain("/proc/net/tcp:1\n");
  expect(await said(machines, "awk '/^Icmp:/ {print $2}' /proc/net/snmp")).toBe("InMsgs\n1\n");
  expect(await said(machines, "awk 'NR==4 {print $1, $3}' /proc/net/dev")).toMatch(/^eth0: [1-9]\d*\n$/);
  expect(await said(machines, "ls /proc/net/stat; head -c 7 /proc/net/stat/rt_cache")).toBe(
    "rt_cache\nentries",
  );
});

test("a restored table goes on after what the kernel refuses and ends at what makes no sense", async () => {
  const machines = two();
  const typed = ["-A -t 10.0.0.9:80 -s rr", "-A -t 10.0.0.9:80 -s rr", "ipvsadm -A -u 10.0.0.9:53"];
  const lines = [...typed, "-A -t", "-A -f 3", "-X", "-A -f 4"].map((line) => `${line}\\n`).join("");
  expect(await said(machines, `printf '# x\\n${lines}' | ipvsadm-restore`)).toBe(
    "Service already exists\n-t: missing argument\n" +
      "Try `ipvsadm -h' or 'ipvsadm --help' for more information.\n[255]\n",
  );
  expect(await said(machines, "ipvsadm -Sn")).toBe(
    "-A -t 10.0.0.9:80 -s rr\n-A -u 10.0.0.9:53 -s wlc\n-A -f 3 -s wlc\n",
  );
});
