/** What `ipvsadm -h` and `-v` print. The help is in the lab's own words; the grammar is the program's. */

import { direct } from "#sim/ipvs/forwarders/direct";
import { forwarders } from "#sim/ipvs/forwarders/index";
import { isPartOf, type KernelBuild } from "#sim/ipvs/kernel-build";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { flagNames } from "./scheduler-flags.ts";

export const versionText = "ipvsadm v1.31 2019/12/24 (compiled with popt and IPVS v1.2.1)\n";

/** The help of the ipvsadm that goes with a kernel. */
export const helpText = (kernel: KernelBuild): string => `${usage}${settings(kernel)}`;

const usage = `${versionText}Usage:
  ipvsadm -A|E -t|u|f SERVICE [-s SCHEDULER] [-p [SECONDS]] [-M NETMASK] [--pe ENGINE] [-b FLAGS] [-o]
  ipvsadm -D -t|u|f SERVICE
  ipvsadm -C
  ipvsadm -R
  ipvsadm -S [-n]
  ipvsadm -a|e -t|u|f SERVICE -r SERVER [options]
  ipvsadm -d -t|u|f SERVICE -r SERVER
  ipvsadm -L|l [options]
  ipvsadm -Z [-t|u|f SERVICE]
  ipvsadm --set TCP TCPFIN UDP
  ipvsadm --start-daemon master|backup [options]
  ipvsadm --stop-daemon master|backup
  ipvsadm -h

Commands, one of them first:
  --add-service     -A        add a virtual service
  --edit-service    -E        describe a virtual service anew
  --delete-service  -D        delete a virtual service
  --clear           -C        delete all virtual services
  --restore         -R        read commands from standard input
  --save            -S        print commands that make the same tables
  --add-server      -a        add a real server to a service
  --edit-server     -e        describe a real server anew
  --delete-server   -d        delete a real server from a service
  --list            -L|-l     list services, connections or settings
  --zero            -Z        set counters to zero
  --set TCP TCPFIN UDP        set time-outs in seconds; 0 keeps one
  --start-daemon              start the synchronization of connections
  --stop-daemon               stop it
  --help            -h        print this
  --version         -v        print the version

`;

const indent = " ".repeat(38);

const settings = (kernel: KernelBuild): string => `Options:
  --tcp-service    -t SERVICE         HOST[:PORT]
  --udp-service    -u SERVICE         HOST[:PORT]
  --sctp-service      SERVICE         HOST[:PORT]
  --fwmark-service -f MARK            a firewall mark from 1 on
  --ipv6           -6                 the mark is of IPv6 packets
  --scheduler      -s SCHEDULER       ${schedulerNames(kernel)};
${indent}wlc if left out
  --pe                ENGINE          engine of persistence: sip
  --persistent     -p [SECONDS]       the same client gets the same server; 360 if left out
  --netmask        -M NETMASK         clients of one network are the same
  --real-server    -r SERVER          HOST[:PORT]
${methodLines(kernel)}  --tun-type          TYPE            ipip, gue or gre
  --tun-port          PORT            the port of gue
  --tun-nocsum                        without checksum
  --tun-csum                          with checksum
  --tun-remcsum                       with remote checksum
  --weight         -w WEIGHT          share of a server; 0: no new connections
  --u-threshold    -x NUMBER          so many connections are too many
  --l-threshold    -y NUMBER          below so many there is room again
  --mcast-interface   DEVICE          where synchronization sends
  --syncid            NUMBER          daemons hear only their own number
  --sync-maxlen       BYTES           longest message of synchronization
  --mcast-group       ADDRESS         group of synchronization
  --mcast-port        PORT            port of synchronization
  --mcast-ttl         NUMBER          time to live of its messages
  --connection     -c                 list connections
  --timeout                           list time-outs
  --daemon                            list daemons
  --stats                             with counters
  --rate                              with rates
  --exact          -X                 all digits of numbers
  --thresholds                        with thresholds
  --persistent-conn                   with persistent connections
  --tun-info                          with kinds of tunnels
  --nosort                            in the kernel's order
  --sort                              does nothing
  --ops            -o                 every packet is scheduled by itself
  --numeric        -n                 addresses and ports in numbers
  --sched-flags    -b FLAGS           ${flagNames.join(", ")}
`;

const schedulerNames = (kernel: KernelBuild): string =>
  schedulers
    .filter((scheduler) => isPartOf(scheduler, kernel))
    .map(({ name }) => name)
    .join(", ");

const methodLines = (kernel: KernelBuild): string =>
  forwarders
    .flatMap((forwarder) => {
      const { name, option } = forwarder;
      if (option === undefined || !isPartOf(forwarder, kernel)) return [];
      const letter = option.short === undefined ? "" : `-${option.short}`;
      const usual = forwarder === direct ? ", the usual one" : "";
      return [`  --${option.long.padEnd(14)} ${letter.padEnd(18)} forwarding method ${name}${usual}\n`];
    })
    .join("");
