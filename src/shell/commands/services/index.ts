/** The commands for services, packages and what surrounds them. */

import type { CommandEntry } from "#shell/command";

export const serviceCommands: readonly CommandEntry[] = [
  {
    name: "apt",
    aliases: ["apt-get"],
    summary: "install, remove and list packages",
    load: async () => (await import("../packages/apt.ts")).apt,
  },
  {
    name: "chkconfig",
    summary: "have services start at boot or not (chkconfig NAME on|off, --list)",
    load: async () => (await import("./service.ts")).chkconfig,
  },
  {
    name: "dpkg",
    aliases: ["dpkg-query"],
    summary: "ask which packages are installed (-l, -s NAME)",
    load: async () => (await import("../packages/queries.ts")).dpkg,
  },
  {
    name: "firewall-cmd",
    summary: "ask firewalld, which does not run here",
    load: async () => (await import("./surroundings.ts")).firewallCmd,
  },
  {
    name: "getenforce",
    summary: "print the mode of SELinux",
    load: async () => (await import("./surroundings.ts")).getenforce,
  },
  {
    name: "ntpdate",
    aliases: ["sntp"],
    summary: "set the clock, which is the same everywhere here",
    load: async () => (await import("./surroundings.ts")).ntpdate,
  },
  {
    name: "rpm",
    summary: "ask which packages are installed (-q NAME, -qa)",
    load: async () => (await import("../packages/queries.ts")).rpm,
  },
  {
    name: "service",
    summary: "start, stop and show services (service NAME start|stop|restart|status|save)",
    load: async () => (await import("./service.ts")).service,
  },
  {
    name: "sestatus",
    summary: "print the state of SELinux",
    load: async () => (await import("./surroundings.ts")).sestatus,
  },
  {
    name: "setenforce",
    summary: "set the mode of SELinux",
    load: async () => (await import("./surroundings.ts")).setenforce,
  },
  {
    name: "systemctl",
    summary: "start, stop, enable and show services",
    load: async () => (await import("./systemctl.ts")).systemctl,
  },
  {
    name: "ufw",
    summary: "ask ufw, which is off here",
    load: async () => (await import("./surroundings.ts")).ufw,
  },
  {
    name: "yum",
    aliases: ["dnf", "microdnf"],
    summary: "install, remove and list packages",
    load: async () => (await import("../packages/yum.ts")).yum,
  },
];
