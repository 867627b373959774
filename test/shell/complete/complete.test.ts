/** Completion of command lines, as a table: a line with the cursor, and the candidates for the word at it. */

import { beforeAll, describe, expect, test } from "vitest";
import { complete } from "#shell/complete/complete";
import { openTerminal, type Shell } from "#shell/shell";
import { type Machines, machinesIn } from "#support/machines-of";

const setup = `
ip addr add 10.0.0.10/32 dev lo label lo:0
ip route add default via 192.168.10.254
ip link add tun1 type ipip remote 10.0.0.9
ipvsadm -A -t 10.0.0.10:80 -s rr
ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.201:80 -g
ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.202:80 -g
ipvsadm -A -u 10.0.0.10:53
ipvsadm -a -u 10.0.0.10:53 -r 10.0.0.203:53 -g
iptables -N LAB
echo 10.0.0.201 web >> /etc/hosts
mkdir '/root/my dir' /root/logs
touch /root/notes.txt /root/.hidden '/root/my file' /root/run.sh
chmod +x /root/run.sh
ping -c 1 10.0.0.201
`;

const layout = {
  director: { eth0: "lan 10.0.0.200/24", eth1: "out 192.168.10.1/24" },
  rs: { eth0: "lan 10.0.0.201/24" },
};

interface Bench {
  readonly machines: Machines;
  readonly shell: Shell;
}

async function open(): Promise<Bench> {
  const machines = machinesIn(layout);
  const { err } = await machines.run("director", setup);
  expect(err).toBe("");
  const shell = openTerminal({ machine: machines.machine("director"), onOutput: () => undefined });
  shell.state.aliases.set("ll", "ls -l");
  shell.state.aliases.set("table", "ipvsadm");
  shell.state.aliases.set("again", "sudo again");
  return { machines, shell };
}

/** Completes at the `‸` of a line; a candidate that goes on ends in `…`. */
async function completed(shell: Shell, text: string) {
  const cursor = text.indexOf("‸");
  const line = text.replace("‸", "");
  const { start, candidates, common } = await complete(shell, line, cursor);
  const inserts = candidates.map(({ insert, goesOn }) => (goesOn ? `${insert}…` : insert));
  return { word: line.slice(start, cursor), inserts, common, shown: candidates.map(({ shown }) => shown) };
}

describe("the word at the cursor becomes", () => {
  let shell: Shell;
  beforeAll(async () => {
    ({ shell } = await open());
  });

  test.each([
    // Commands: the first word, wherever a command may begin.
    ["ipvs‸", "ipvsadm, ipvsadm-restore, ipvsadm-save"],
    ["unal‸", "unalias"],
    ["tabl‸", "table"],
    ["echo a | ipvsadm-s‸", "ipvsadm-save"],
    ["echo a; ipvsadm-s‸", "ipvsadm-save"],
    ["true && ipvsadm-s‸", "ipvsadm-save"],
    ["echo $(ipvsadm-s‸", "ipvsadm-save"],
    ["echo `ipvsadm-s‸", "ipvsadm-save"],
    ['echo "$(ipvsadm-s‸', "ipvsadm-save"],
    ["(ipvsadm-s‸", "ipvsadm-save"],
    ["if ipvsadm-s‸", "ipvsadm-save"],
    ["LANG=C ipvsadm-s‸", "ipvsadm-save"],
    ["sudo ipvsadm-s‸", "ipvsadm-save"],
    ["sudo -u root ipvsadm-s‸", "ipvsadm-save"],
    ["watch -n 1 ipvsadm-s‸", "ipvsadm-save"],
    ["timeout 5 ipvsadm-s‸", "ipvsadm-save"],
    ["env A=b ipvsadm-s‸", "ipvsadm-save"],
    ["command ipvsadm-s‸", "ipvsadm-save"],
    ["type ipvsadm-s‸", "ipvsadm-save"],
    ["ipvsadm-s‸ -n", "ipvsadm-save"],
    ["whi‸", "which, while"],
    ["timeout ‸", ""],
    ["./‸", "./logs/…, ./my\\ dir/…, ./run.sh"],
    ["# ipvsadm-s‸", ""],
    // Files: paths, with what quoting there is.
    ["cat no‸", "notes.txt"],
    ["cat ‸", "logs/…, my\\ dir/…, my\\ file, notes.txt, run.sh"],
    ["cat my‸", "my\\ dir/…, my\\ file"],
    ["cat 'my f‸", "'my file'"],
    ['cat "my d‸', '"my dir/…'],
    ["cat my\\‸", "my\\ dir/…, my\\ file"],
    ["cat .h‸", ".hidden"],
    ["cat ~/no‸", "~/notes.txt"],
    ["cat /root/no‸", "/root/notes.txt"],
    ["cat < no‸", "notes.txt"],
    ["ip addr > no‸", "notes.txt"],
    ["cd ‸", "logs/…, my\\ dir/…"],
    ["LOG=no‸", "LOG=notes.txt"],
    ["nosuchprogram no‸", "notes.txt"],
    ["cat /proc/net/ip_vs_conn‸", "/proc/net/ip_vs_conn, /proc/net/ip_vs_conn_sync"],
    ["curl -d @no‸", "@notes.txt"],
    // Variables.
    ["echo $LOGN‸", "$LOGNAME"],
    ['echo "${LOGN‸', `\${LOGNAME}`],
    ["echo '$LOGN‸", ""],
    ["echo \\$LOGN‸", ""],
    ["unset LOGN‸", "LOGNAME"],
    // Options, from their declarations.
    ["curl --ma‸", "--max-time"],
    ["curl --con‸", "--connect-timeout"],
    ["ping -M ‸", "do, dont, want"],
    ["ping -I et‸", "eth0, eth1"],
    ["ping -Iet‸", "-Ieth0, -Ieth1"],
    ["curl --interface=et‸", "--interface=eth0, --interface=eth1"],
    ["timeout --p‸", "--preserve-status"],
    ["ll --al‸", "--all, --almost-all"],
    ["modprobe --f‸", "--first-time, --force"],
    ["rmmod -‸", ""],
    ["lsmod -‸", ""],
    ["sleep ‸", ""],
    ["ss -tl‸", ""],
    // Devices.
    ["arping -I ‸", "eth0, eth1, lo, tun1, tunl0"],
    ["tcpdump -ni ‸", "eth0, eth1, lo, tun1, tunl0"],
    ["ifconfig lo‸", "lo, lo:0"],
    ["ifconfig eth0 m‸", "mtu, multicast"],
    ["ip addr add 10.1.0.1/24 dev et‸", "eth0, eth1"],
    ["ip -br link show et‸", "eth0, eth1"],
    // Addresses.
    ["ping 10.‸", "10.0.0.10, 10.0.0.200, 10.0.0.201, 10.0.0.202, 10.0.0.203"],
    ["curl w‸", "web"],
    ["curl http://10.0.0.20‸", "http://10.0.0.200, http://10.0.0.201, http://10.0.0.202, http://10.0.0.203"],
    ["arping -I eth0 192‸", "192.168.10.1, 192.168.10.254"],
    ["tcpdump -ni eth0 host 192‸", "192.168.10.1, 192.168.10.254"],
    ["route add -net 10.2.0.0/16 gw 192.168.10.2‸", "192.168.10.254"],
    // ip: objects, verbs, keywords, and what stands behind them.
    ["ip ‸", "address, fou, link, maddress, monitor, neighbour, route, rule, tunnel"],
    ["ip r‸", "route, rule"],
    ["ip -4 a‸", "address"],
    ["ip -d‸", "-details"],
    ["ip addr ‸", "add, change, delete, flush, help, replace, show"],
    ["ip a add 10.1.0.1/24 ‸", "broadcast, dev, label, scope"],
    ["ip addr del 10‸", "10.0.0.10/32, 10.0.0.200/24"],
    ["ip addr del 10.0.0.10/32 dev l‸", "lo"],
    ["ip addr show scope ‸", "global, host, link"],
    ["ip route ‸", "add, append, change, delete, flush, get, help, prepend, replace, show"],
    ["ip route add d‸", "default, dev"],
    ["ip route add default via ‸", "10.0.0.201, 10.0.0.202, 10.0.0.203, 192.168.10.254"],
    ["ip route add default via 192.168.10.254 src 192‸", "192.168.10.1"],
    ["ip route del 1‸", "10.0.0.0/24, 192.168.10.0/24"],
    ["ip route show table ‸", "local, main"],
    ["ip neigh del 1‸", "10.0.0.201"],
    ["ip neigh show nud st‸", "stale"],
    ["ip link set eth0 a‸", "address, allmulticast, arp"],
    ["ip link set eth0 arp ‸", "off, on"],
    ["ip link add x type b‸", "bridge"],
    ["ip tunnel del t‸", "tos, ttl, tun1, tunl0"],
    ["ip tunnel add x mode ‸", "gre, ipip"],
    ["ip rule add from 192‸", "192.168.10.0/24, 192.168.10.1/24"],
    ["ip nosuch ‸", ""],
    // ipvsadm: commands, what goes with each, services, destinations, schedulers.
    ["ipvsadm --a‸", "--add-server, --add-service"],
    ["ipvsadm -A --s‸", "--sched-flags, --scheduler, --sctp-service"],
    ["ipvsadm -A -t 10.0.0.10:81 --t‸", ""],
    ["ipvsadm -A -t ‸", "10.0.0.10:…, 10.0.0.200:…, 192.168.10.1:…"],
    ["ipvsadm -A -t 10.0.0.10:81 -s l‸", "lblc, lblcr, lc"],
    ["ipvsadm -E -t 10.0.0.10:80 -b f‸", "flag-1, flag-2, flag-3"],
    ["ipvsadm -a -t ‸", "10.0.0.10:80"],
    ["ipvsadm -a -u ‸", "10.0.0.10:53"],
    ["ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.20‸", "10.0.0.200, 10.0.0.201, 10.0.0.202, 10.0.0.203"],
    ["ipvsadm -d -t 10.0.0.10:80 -r ‸", "10.0.0.201:80, 10.0.0.202:80"],
    ["ipvsadm -d -u 10.0.0.10:53 -r ‸", "10.0.0.203:53"],
    ["ipvsadm -a -t 10.0.0.10:80 -r 10.0.0.201 --tun-type ‸", "gre, gue, ipip"],
    ["ipvsadm --start-daemon ‸", "backup, master"],
    ["ipvsadm --start-daemon master --mcast-interface e‸", "eth0, eth1"],
    ["ipvsadm -L --st‸", "--stats"],
    ["again no‸", "notes.txt"],
    ["table -A -t 10.0.0.10:81 -s w‸", "wlc, wrr"],
    // iptables: commands, tables, chains, targets, matches and their options.
    ["iptables --app‸", "--append"],
    ["iptables -A ‸", "FORWARD, INPUT, LAB, OUTPUT"],
    ["iptables -t ‸", "filter, mangle, nat, raw, security"],
    ["iptables -t nat -A P‸", "POSTROUTING, PREROUTING"],
    ["iptables -A INPUT -j L‸", "LAB, LOG"],
    ["iptables -A INPUT -p t‸", "tcp"],
    ["iptables -A INPUT -p tcp --d‸", "--destination, --destination-port, --dport, --dst"],
    ["iptables -A INPUT -i ‸", "eth0, eth1, lo, tun1, tunl0"],
    ["iptables -A INPUT -d 192‸", "192.168.10.1, 192.168.10.254"],
    ["iptables -A INPUT -m st‸", "state"],
    ["iptables -A INPUT -m state --state ‸", "ESTABLISHED, INVALID, NEW, RELATED, UNTRACKED"],
    ["iptables -A INPUT -j REJECT --reject-with tcp‸", "tcp-reset"],
    ["iptables -t nat -A POSTROUTING -j SNAT --to-source 192‸", "192.168.10.1, 192.168.10.254"],
    ["iptables -P INPUT ‸", "ACCEPT, DROP"],
    // Switches, modules, services, packages.
    ["sysctl -w net.ipv4.conf.all.arp_a‸", "net.ipv4.conf.all.arp_accept, net.ipv4.conf.all.arp_announce"],
    ["sysctl net/ipv4/conf/all/arp_i‸", "net/ipv4/conf/all/arp_ignore"],
    ["modprobe ip_vs_s‸", "ip_vs_sed, ip_vs_sh"],
    ["rmmod ip_vs_‸", "ip_vs_rr, ip_vs_wlc"],
    ["systemctl st‸", "start, status, stop"],
    ["systemctl stop ht‸", "httpd"],
    ["service httpd rel‸", "reload"],
    ["yum ins‸", "install"],
    ["yum install ipt‸", "iptables, iptables-services"],
    ["brctl add‸", "addbr, addif"],
  ])("%s: %s", async (line, expected) => {
    const { inserts } = await completed(shell, line);
    expect(inserts.join(", ")).toBe(expected);
  });

  test.each([
    ["sysctl net.ipv4.co‸", "net.ipv4.conf."],
    ["cat my‸", "my\\ "],
    ["cat 'm‸", "'my "],
    ["ipvsadm -d -t 10.0.0.10:80 -r ‸", "10.0.0.20"],
    ["cat nothing‸", "nothing"],
    ["ip route add default via 192‸", "192.168.10.254"],
  ])("and as far as all agree: %s: %s", async (line, common) => {
    expect((await completed(shell, line)).common).toBe(common);
  });

  test("lists of files show the last part of a path", async () => {
    expect((await completed(shell, "cat ~/my‸")).shown).toEqual(["my dir/", "my file"]);
  });

  test("addresses of other machines count where whoever types can see them", async () => {
    const seen = { addresses: [0x0a000065 as never] };
    const line = "ip route add 10.9.0.0/16 via 10.0.0.1";
    const { candidates } = await complete(shell, line, line.length, seen);
    expect(candidates.map(({ insert }) => insert)).toEqual(["10.0.0.101"]);
  });
});

describe("completing only looks", () => {
  const lines = [
    "ip ",
    "ls /proc/net/",
    "modprobe ip_vs_",
    "rmmod ",
    "ip neigh del ",
    "ipvsadm -d -t ",
    "cat ",
    "$",
  ];

  test("at what there is: no time passes, nothing is made or loaded into the kernel", async () => {
    const { machines, shell } = await open();
    const machine = machines.machine("director");
    const look = (): string =>
      JSON.stringify({
        now: machine.simulation.now,
        due: machine.simulation.nextDue(),
        modules: [...machine.modules.keys()],
        inode: machine.files.nextInode,
        pid: machine.nextPid,
        chance: shell.state.status,
        variables: [...shell.state.variables],
        history: shell.state.history,
      });
    const before = look();
    for (const line of lines) {
      const { candidates } = await complete(shell, line, line.length);
      expect(candidates.length, line).toBeGreaterThan(0);
    }
    expect(look()).toBe(before);
  });

  test("a session with completions in between is the same session", async () => {
    const session = async (between: (shell: Shell) => Promise<void>): Promise<string> => {
      const { machines, shell } = await open();
      const outputs: string[] = [];
      const commands = [
        "ip link add d0 type dummy",
        "lsmod",
        "cat /proc/net/arp",
        "ping -c 2 10.0.0.201",
        "echo $RANDOM",
      ];
      for (const command of commands) {
        await between(shell);
        const { out, err, took } = await machines.run("director", command);
        outputs.push(out, err, String(took));
      }
      return outputs.join("\n");
    };
    const plain = await session(async () => undefined);
    const completing = await session(async (shell) => {
      for (const line of lines) await complete(shell, line, line.length);
    });
    expect(completing).toBe(plain);
  });
});
