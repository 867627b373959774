/** Every command of the lab's machines. The shell's own builtins are in builtins/index.ts. */

import type { Command } from "../command.ts";
import { ip } from "./ip/ip.ts";
import { date } from "./system/date.ts";
import { editors, pagers } from "./system/editors.ts";
import { help } from "./system/help.ts";
import { clear, hostname, id, nproc, uname, uptime, which, whoami } from "./system/identity.ts";
import { ls } from "./system/ls.ts";
import { plainPrograms } from "./system/plain-programs.ts";
import { env, nohup, printenv, sudo, xargs } from "./system/run-others.ts";
import { seq, yes } from "./system/sequences.ts";
import { bash, dash, sh } from "./system/shells.ts";
import { sleep } from "./system/sleep.ts";
import { timeout, watch } from "./system/timed.ts";
import { touch } from "./system/touch.ts";
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

export const commands: readonly Command[] = [
  bash,
  cat,
  clear,
  cmp,
  dash,
  date,
  diff,
  env,
  grep,
  head,
  help,
  hostname,
  id,
  ip,
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
];
