/**
 * Commands at the head of tutorials that prepare a machine for what the lab does not have: SELinux, clocks
 * that drift, other firewalls.
 */

import type { Command } from "#shell/command";

/** The mode of SELinux. */
export const getenforce: Command = {
  operands: () => [],
  run: ({ stdout, machine }) => {
    stdout.write(`${machine.selinux}\n`);
    return 0;
  },
};

const modes: Readonly<Record<string, "Enforcing" | "Permissive">> = {
  "0": "Permissive",
  "1": "Enforcing",
  enforcing: "Enforcing",
  permissive: "Permissive",
};

export const setenforce: Command = {
  run: ({ argv, stderr, machine }) => {
    const mode = argv.length === 1 ? modes[(argv[0] ?? "").toLowerCase()] : undefined;
    if (mode === undefined) {
      stderr.write("usage:  setenforce [ Enforcing | Permissive | 1 | 0 ]\n");
      return 1;
    }
    if (machine.selinux === "Disabled") {
      stderr.write("setenforce: SELinux is disabled\n");
      return 1;
    }
    machine.selinux = mode;
    return 0;
  },
};

export const sestatus: Command = {
  operands: () => [],
  run: ({ stdout, machine }) => {
    const { selinux } = machine;
    const isOn = selinux !== "Disabled";
    stdout.write(`SELinux status:                 ${isOn ? "enabled" : "disabled"}\n`);
    if (isOn) stdout.write(`Current mode:                   ${selinux.toLowerCase()}\n`);
    return 0;
  },
};

/** Every node has the clock of the simulation: there is nothing to set. */
export const ntpdate: Command = {
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
  run: ({ argv, stdout, stderr }) => {
    if (argv.includes("--state")) stdout.write("not running\n");
    else stderr.write("FirewallD is not running\n");
    return notRunning;
  },
};

export const ufw: Command = {
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
