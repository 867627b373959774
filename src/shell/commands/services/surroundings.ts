/**
 * Commands at the head of tutorials that prepare a machine for what the lab does not have: SELinux, clocks
 * that drift, other firewalls.
 */

import type { Command } from "#shell/command";

/** SELinux is off, and its tools say so. */
export const getenforce: Command = {
  name: "getenforce",
  summary: "print the mode of SELinux, which is off here",
  run: ({ stdout }) => {
    stdout.write("Disabled\n");
    return 0;
  },
};

export const setenforce: Command = {
  name: "setenforce",
  summary: "set the mode of SELinux, which is off here",
  run: ({ argv, stderr }) => {
    if (argv.length !== 1 || !/^(?:0|1|enforcing|permissive)$/i.test(argv[0] ?? "")) {
      stderr.write("usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]\n");
      return 1;
    }
    stderr.write("setenforce: SELinux is disabled\n");
    return 1;
  },
};

export const sestatus: Command = {
  name: "sestatus",
  summary: "print the state of SELinux, which is off here",
  run: ({ stdout }) => {
    stdout.write("SELinux status:                 disabled\n");
    return 0;
  },
};

/** Every node has the clock of the simulation: there is nothing to set. */
export const ntpdate: Command = {
  name: "ntpdate",
  aliases: ["sntp"],
  summary: "set the clock, which is the same everywhere here",
  run: ({ argv, stdout, stderr, name }) => {
    if (argv.every((word) => word.startsWith("-"))) {
      stderr.write(`${name}: no servers can be used, exiting\n`);
      return 1;
    }
    stdout.write("not modelled in LVS Lab: setting the clock; every node has the time of the simulation\n");
    return 0;
  },
};

const notRunning = 252;

/** firewalld does not run: its client says so. */
export const firewallCmd: Command = {
  name: "firewall-cmd",
  summary: "ask firewalld, which does not run here",
  run: ({ argv, stdout, stderr }) => {
    if (argv.includes("--state")) stdout.write("not running\n");
    else stderr.write("FirewallD is not running\n");
    return notRunning;
  },
};

export const ufw: Command = {
  name: "ufw",
  summary: "ask ufw, which is off here",
  run: ({ argv, stdout, stderr }) => {
    const [verb] = argv;
    if (verb === "status") stdout.write("Status: inactive\n");
    else if (verb === "disable") stdout.write("Firewall stopped and disabled on system startup\n");
    else {
      stderr.write("not modelled in LVS Lab: ufw; `iptables` is\n");
      return 1;
    }
    return 0;
  },
};
