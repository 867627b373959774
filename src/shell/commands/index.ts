/** Every command of the lab's machines. The shell's own builtins are in builtins/index.ts. */

import type { Command } from "../command.ts";
import { ab } from "./ab/ab.ts";
import { arp } from "./arp.ts";
import { arping } from "./arping/arping.ts";
import { arptables, arptablesLegacy, arptablesSave } from "./arptables/arptables.ts";
import { brctl } from "./bridge/brctl.ts";
import { bridge } from "./bridge/bridge.ts";
import { conntrack } from "./conntrack.ts";
import { curl } from "./curl/curl.ts";
import { ethtool } from "./ethtool.ts";
import { ifconfig } from "./ifconfig/ifconfig.ts";
import { ip } from "./ip/ip.ts";
import { iptables, iptablesLegacy } from "./iptables/iptables.ts";
import { iptablesRestore } from "./iptables/iptables-restore.ts";
import { iptablesLegacySave, iptablesSave } from "./iptables/iptables-save.ts";
import { ipvsadm } from "./ipvsadm/ipvsadm.ts";
import { ipvsadmRestore, ipvsadmSave } from "./ipvsadm/save-and-restore.ts";
import { nc } from "./nc/nc.ts";
import { netstat } from "./netstat/netstat.ts";
import { ifdown, ifup } from "./network-scripts/ifup.ts";
import { nmcli } from "./nmcli/nmcli.ts";
import { nstat } from "./nstat/nstat.ts";
import { ping } from "./ping/ping.ts";
import { route } from "./route/route.ts";
import { serviceCommands } from "./services/index.ts";
import { ss } from "./ss/ss.ts";
import { sysctl } from "./sysctl/sysctl.ts";
import { date } from "./system/date.ts";
import { dmesg } from "./system/dmesg.ts";
import { editors, pagers } from "./system/editors.ts";
import { help } from "./system/help.ts";
import { clear, hostname, id, nproc, uname, uptime, which, whoami } from "./system/identity.ts";
import { lsmod, modprobe, rmmod } from "./system/kernel-modules.ts";
import { ls } from "./system/ls.ts";
import { plainPrograms } from "./system/plain-programs.ts";
import { env, nohup, printenv, sudo, xargs } from "./system/run-others.ts";
import { seq, yes } from "./system/sequences.ts";
import { bash, dash, sh } from "./system/shells.ts";
import { sleep } from "./system/sleep.ts";
import { timeout, watch } from "./system/timed.ts";
import { touch } from "./system/touch.ts";
import { tcpdump } from "./tcpdump/tcpdump.ts";
import { telnet } from "./telnet.ts";
import { cat } from "./text/cat.ts";
import { cmp } from "./text/cmp.ts";
import { diff } from "./text/diff.ts";
import { grep } from "./text/grep.ts";
import { head } from "./text/head.ts";
import { sort } from "./text/sort.ts";
import { tail } from "./text/tail.ts";
import { tee } from "./text/tee.ts";
import { bashTools } from "./text/tools.ts";
import { uniq } from "./text/uniq.ts";
import { mtr } from "./traceroute/mtr.ts";
import { tracepath } from "./traceroute/tracepath.ts";
import { traceroute } from "./traceroute/traceroute.ts";
import { wget } from "./wget.ts";

export const commands: readonly Command[] = [
  dmesg,
  ipvsadm,
  ipvsadmRestore,
  ipvsadmSave,
  lsmod,
  modprobe,
  rmmod,
  sysctl,
  arptables,
  arptablesLegacy,
  arptablesSave,
  tcpdump,
  ping,
  curl,
  netstat,
  ss,
  traceroute,
  tracepath,
  mtr,
  wget,
  telnet,
  nc,
  ab,
  nstat,
  arping,
  bash,
  cat,
  clear,
  cmp,
  conntrack,
  dash,
  date,
  diff,
  env,
  grep,
  head,
  help,
  hostname,
  id,
  arp,
  brctl,
  bridge,
  ethtool,
  ifconfig,
  route,
  ifdown,
  ifup,
  nmcli,
  ip,
  iptables,
  iptablesLegacy,
  iptablesLegacySave,
  iptablesRestore,
  iptablesSave,
  ls,
  nohup,
  nproc,
  printenv,
  seq,
  sh,
  sleep,
  sort,
  sudo,
  tail,
  tee,
  timeout,
  touch,
  uname,
  uniq,
  uptime,
  watch,
  which,
  whoami,
  xargs,
  yes,
  ...bashTools,
  ...editors,
  ...pagers,
  ...plainPrograms,
  ...serviceCommands,
];
