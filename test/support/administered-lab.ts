/**
 * A lab in which an administrator changes whatever can be changed, while a client asks.
 */

const commands: readonly (readonly [string, string])[] = [
  ["client", "curl -s 10.0.0.10"],
  ["director", "ipvsadm -a -t 10.0.0.10:80 -r 10.0.1.3:8080 -m -w 3"],
  ["director", "ipvsadm -e -t 10.0.0.10:80 -r 10.0.1.2:80 -m -w 2 -x 9 -y 3"],
  ["director", "ipvsadm -E -t 10.0.0.10:80 -s wlc -p 30"],
  ["client", "curl -s 10.0.0.10"],
  ["director", "ipvsadm -Z"],
  ["director", "ipvsadm -A -f 7 -s sh -b sh-port; ipvsadm -A -u 10.0.0.10:53 -s rr -o"],
  ["director", "ipvsadm --set 3 2 1"],
  ["client", "curl -s 10.0.0.10; ab -n 20 -c 4 http://10.0.0.10/"],
  ["director", "ipvsadm -d -t 10.0.0.10:80 -r 10.0.1.3:8080; ipvsadm -D -f 7"],
  ["director", "sysctl -w net.ipv4.vs.expire_nodest_conn=1 net.ipv4.conf.eth0.rp_filter=1"],
  ["director", "iptables -A INPUT -p icmp -j ACCEPT; iptables -N own; iptables -A own -j DROP"],
  ["client", "ping -c 2 -i 0.2 10.0.0.10"],
  ["director", "iptables -I INPUT -s 10.9.9.9 -j own; iptables -P FORWARD DROP; iptables -Z"],
  ["director", "iptables -D INPUT 1; iptables -F; iptables -X; iptables -P FORWARD ACCEPT"],
  ["rs1", "arptables -A INPUT -d 10.0.1.9 -j DROP"],
  ["director", "arping -c 1 -I eth1 10.0.1.9; arping -c 1 -I eth1 10.0.1.2"],
  ["director", "ip addr add 10.0.2.1/24 dev eth0; ip addr add 10.0.2.2/24 dev eth0 label eth0:1"],
  ["director", "sysctl -w net.ipv4.conf.eth0.promote_secondaries=1; ip addr del 10.0.2.1/24 dev eth0"],
  ["director", "ip route add 10.7.0.0/16 via 10.0.1.2; ip route replace 10.7.0.0/16 via 10.0.1.3"],
  ["director", "ip rule add from 10.0.0.5 table 100; ip route add default via 10.0.1.2 table 100"],
  ["director", "ip neigh add 10.0.1.77 lladdr 02:00:00:00:00:77 dev eth1; ip neigh flush all"],
  ["director", "ip neigh del 10.0.1.77 dev eth1; ip route del 10.7.0.0/16; ip rule del from 10.0.0.5"],
  ["director", "ip link add dum0 type dummy; ip link set dum0 up; ip addr add 10.8.0.1/32 dev dum0"],
  ["director", "ip link set dum0 down; ip link set dum0 name other; ip link set other mtu 1400"],
  ["director", "ip link del other; modprobe ipip; ip link set tunl0 up; modprobe -r ipip"],
  [
    "rs2",
    "ip link add br0 type bridge; ip link set eth1 master br0; ip link set br0 up; ip link set eth1 up",
  ],
  ["rs2", "ip addr add 10.0.0.33/24 dev br0"],
  ["client", "ping -c 1 10.0.0.33; nc -u -w 1 10.0.0.33 99 < /etc/hostname"],
  ["rs2", "ip link set eth1 nomaster; ip link del br0"],
  ["rs1", "ip link set eth0 down"],
  ["client", "curl -s -m 1 10.0.0.10"],
  ["rs1", "ip link set eth0 up; ip route add default via 10.0.1.1"],
  ["client", "ip link set eth0 address 02:00:00:00:aa:aa"],
  ["client", "curl -s -m 1 10.0.0.10"],
  ["director", "ipvsadm -C; modprobe -r ip_vs"],
  ["director", "modprobe ip_vs; ipvsadm -A -t 10.0.0.10:80 -s lc; ipvsadm -a -t 10.0.0.10:80 -r 10.0.1.2 -m"],
  ["client", "curl -s -m 1 10.0.0.10"],
];

const script = commands.map(
  ([on, run], index) => `  - { at: ${index + 1}s, on: ${on}, run: ${JSON.stringify(run)} }`,
);

export const administeredLab = `
title: { en: Administered, zh: 管理 }
seed: 5
segments: { front: {}, back: {} }
nodes:
  client:
    kind: client
    devices: { eth0: front }
    setup: ip addr add 10.0.0.5/24 dev eth0
  director:
    kind: director
    devices: { eth0: front, eth1: back }
    setup: |
      ip addr add 10.0.0.10/24 dev eth0
      ip addr add 10.0.1.1/24 dev eth1
      sysctl -w net.ipv4.ip_forward=1
      ipvsadm -A -t 10.0.0.10:80 -s rr
      ipvsadm -a -t 10.0.0.10:80 -r 10.0.1.2:80 -m
  rs1:
    kind: real-server
    devices: { eth0: back }
    programs: [{ http-server: 80 }]
    setup: |
      ip addr add 10.0.1.2/24 dev eth0
      ip route add default via 10.0.1.1
  rs2:
    kind: real-server
    devices: { eth0: back, eth1: front }
    programs: [{ http-server: 8080 }]
    setup: |
      ip addr add 10.0.1.3/24 dev eth0
      ip route add default via 10.0.1.1
script:
${script.join("\n")}
`;

/** When everything has been done, and entries and neighbours have come to their ends, in seconds. */
export const administeredLength = commands.length + 400;
