/** What typed lines change, told the same way however they were typed. */

import { expect, test } from "vitest";
import { actsOf } from "#lesson/acts";

const same: readonly (readonly [string, string])[] = [
  ["sysctl -w net.ipv4.ip_forward=1", "echo 1 > /proc/sys/net/ipv4/ip_forward"],
  ["sysctl -w a.b=1 a.c=2", "sysctl -q a/b=1 && sysctl a.c=2"],
  ["ip addr add 10.0.0.10/32 dev lo", "ip a add 10.0.0.10 dev lo"],
  ["ip route add default via 10.0.0.101", "ip r replace default via 10.0.0.101"],
  ["ip link set tunl0 mtu 1400", "ip l set dev tunl0 mtu 1400"],
  ["ip addr del 10.0.0.10/24 dev lo", "sudo ip address delete 10.0.0.10/24 dev lo"],
  ["ipvsadm -e -t 10.0.0.10:80 -r 10.0.0.201:80 -m", "ipvsadm -e -m -r 10.0.0.201 -t 10.0.0.10:80 -w 1"],
  ["ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.201", "ipvsadm --add-server -t 10.0.0.10:80 -r 10.0.0.201:80 -g"],
];

test.each(same)("%s is %s", (one, other) => {
  expect(actsOf(one)).not.toEqual([]);
  expect(actsOf(one)).toEqual(actsOf(other));
});

const others: readonly (readonly [string, string])[] = [
  ["ip addr add 10.0.0.10/32 dev lo", "ip addr del 10.0.0.10/32 dev lo"],
  ["ip addr add 10.0.0.10/32 dev lo", "ip addr add 10.0.0.10/24 dev lo"],
  ["ipvsadm -e -t 10.0.0.10:80 -r 10.0.0.201 -m", "ipvsadm -e -t 10.0.0.10:80 -r 10.0.0.201 -i"],
  ["sysctl -w a=1", "sysctl -w a=2"],
];

test.each(others)("%s is not %s", (one, other) => {
  expect(actsOf(one)).not.toEqual(actsOf(other));
});

test.each([
  "curl -m 1 10.0.0.10; ping -c 1 10.0.0.10",
  "ip neigh",
  "ip route get 10.0.0.6",
  "ip neigh flush all",
  "ipvsadm -Ln --stats",
  "sysctl net.ipv4.ip_forward",
  "iptables -L -n",
  "echo hello",
])("%s changes nothing", (line) => {
  expect(actsOf(line)).toEqual([]);
});
