/**
 * Programs that every Linux has, or every tutorial uses, and the lab has not: whoever types one is told so,
 * and what there is in its place. "Command not found" is left for what nobody would expect.
 */

import { isUnmodelled } from "./services/unmodelled.ts";

const elsewhere: readonly (readonly [programs: string, words: string])[] = [
  ["ps top htop pgrep pidof lsof strace", "processes; `ss -ltnp` shows who listens, `jobs` what you began"],
  ["pkill killall", "ending processes by name; `systemctl stop` and `kill %1` are modelled"],
  ["free vmstat iostat df mount umount lsblk fdisk", "memory and disks"],
  ["man info", "manuals; `help` lists the commands, and most take --help"],
  ["journalctl", "the journal; `dmesg` shows what the kernel has said"],
  ["ssh scp sftp rsync", "logging in from afar; every node has a terminal of its own"],
  ["reboot shutdown poweroff halt init", "switching machines off and on"],
  ["dig nslookup host", "DNS; names are those in /etc/hosts"],
  ["nft ipset", "this front end of netfilter; `iptables` is modelled"],
  ["ip6tables ping6", "IPv6"],
  ["tc", "queueing by hand; delay, loss and rate of a cable stand in the scenario file"],
  ["tshark wireshark", "this; `tcpdump` is modelled, and `lvs-lab run --pcap FILE` writes for it"],
  ["modinfo depmod insmod", "this; `modprobe`, `lsmod` and `rmmod` are modelled"],
  ["hostnamectl timedatectl", "this; `hostname` and `date` are modelled"],
  ["su useradd userdel adduser passwd groupadd", "users; everybody is root"],
  ["crontab at", "programs at set times; `watch` and `sleep` are modelled"],
];

const wordsFor: ReadonlyMap<string, string> = new Map(
  elsewhere.flatMap(([programs, words]) => programs.split(" ").map((name) => [name, words] as const)),
);

/** The honest line for a program that the lab knows by name only; `undefined` for any other. */
export function unmodelledProgram(name: string): string | undefined {
  if (isUnmodelled(name)) return `not modelled in LVS Lab yet: ${name}`;
  const words = wordsFor.get(name);
  return words === undefined ? undefined : `${name}: not modelled in LVS Lab: ${words}`;
}
