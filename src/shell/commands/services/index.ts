/** The commands for services, packages and what surrounds them. */

import type { Command } from "#shell/command";
import { apt } from "../packages/apt.ts";
import { dpkg, rpm } from "../packages/queries.ts";
import { yum } from "../packages/yum.ts";
import { chkconfig, service } from "./service.ts";
import { firewallCmd, getenforce, ntpdate, sestatus, setenforce, ufw } from "./surroundings.ts";
import { systemctl } from "./systemctl.ts";

export const serviceCommands: readonly Command[] = [
  apt,
  chkconfig,
  dpkg,
  firewallCmd,
  getenforce,
  ntpdate,
  rpm,
  service,
  sestatus,
  setenforce,
  systemctl,
  ufw,
  yum,
];
