/** The commands about the machine itself, its modules and its clock, and those that run others. */

import type { CommandEntry } from "#shell/command";

const own: readonly CommandEntry[] = [
  { name: "bash", summary: "run a script", load: async () => (await import("./shells.ts")).bash },
  { name: "clear", summary: "clear the terminal", load: async () => (await import("./identity.ts")).clear },
  {
    name: "dash",
    aliases: ["ash"],
    summary: "run a script",
    load: async () => (await import("./shells.ts")).dash,
  },
  {
    name: "date",
    summary: "print the simulation's date",
    load: async () => (await import("./date.ts")).date,
  },
  {
    name: "dmesg",
    summary: "print what the kernel has said (-w: wait for more, -T: with dates)",
    load: async () => (await import("./dmesg.ts")).dmesg,
  },
  {
    name: "env",
    summary: "print the environment, or run a command with it changed",
    load: async () => (await import("./run-others.ts")).env,
  },
  { name: "help", summary: "print this list", load: async () => (await import("./help.ts")).help },
  {
    name: "hostname",
    summary: "print or set the machine's name (-I: its addresses)",
    load: async () => (await import("./identity.ts")).hostname,
  },
  {
    name: "id",
    summary: "print who you are, with numbers",
    load: async () => (await import("./identity.ts")).id,
  },
  { name: "ls", aliases: ["ll"], summary: "list files", load: async () => (await import("./ls.ts")).ls },
  {
    name: "lsmod",
    summary: "list the loaded kernel modules",
    load: async () => (await import("./kernel-modules.ts")).lsmod,
  },
  {
    name: "modprobe",
    summary: "load a kernel module with those it needs (-r: take it out)",
    load: async () => (await import("./kernel-modules.ts")).modprobe,
  },
  {
    name: "nohup",
    summary: "run a command that goes on without a terminal",
    load: async () => (await import("./run-others.ts")).nohup,
  },
  {
    name: "nproc",
    summary: "print how many processors there are",
    load: async () => (await import("./identity.ts")).nproc,
  },
  {
    name: "printenv",
    summary: "print variables of the environment",
    load: async () => (await import("./run-others.ts")).printenv,
  },
  {
    name: "rmmod",
    summary: "take a kernel module out",
    load: async () => (await import("./kernel-modules.ts")).rmmod,
  },
  { name: "seq", summary: "print numbers in order", load: async () => (await import("./sequences.ts")).seq },
  { name: "sh", summary: "run a script", load: async () => (await import("./shells.ts")).sh },
  {
    name: "sleep",
    summary: "wait for some simulated seconds",
    load: async () => (await import("./sleep.ts")).sleep,
  },
  {
    name: "sudo",
    summary: "run a command as root, which everybody is here",
    load: async () => (await import("./run-others.ts")).sudo,
  },
  {
    name: "timeout",
    summary: "run a command for a limited time",
    load: async () => (await import("./timed.ts")).timeout,
  },
  {
    name: "touch",
    summary: "make files, or set their time",
    load: async () => (await import("./touch.ts")).touch,
  },
  {
    name: "uname",
    summary: "print what kernel this is",
    load: async () => (await import("./identity.ts")).uname,
  },
  {
    name: "uptime",
    summary: "print how long the simulation has run",
    load: async () => (await import("./identity.ts")).uptime,
  },
  {
    name: "watch",
    summary: "run a command again and again",
    load: async () => (await import("./timed.ts")).watch,
  },
  {
    name: "which",
    summary: "print where a program is",
    load: async () => (await import("./identity.ts")).which,
  },
  { name: "whoami", summary: "print who you are", load: async () => (await import("./identity.ts")).whoami },
  {
    name: "xargs",
    summary: "run a command with arguments from standard input",
    load: async () => (await import("./run-others.ts")).xargs,
  },
  {
    name: "yes",
    summary: "print a line again and again",
    load: async () => (await import("./sequences.ts")).yes,
  },
];

const editor = (name: string): CommandEntry => ({
  name,
  summary: "edit a file (in the page's terminal)",
  load: async () => (await import("./editors.ts")).editor,
});

const pager = (name: string): CommandEntry => ({
  name,
  summary: "print a file",
  load: async () => (await import("./editors.ts")).pager,
});

/** A builtin of the shell that is a program too. */
const plain = (name: string, summary: string): CommandEntry => ({
  name,
  summary,
  load: async () => (await import("./plain-programs.ts")).asProgram(name),
});

export const systemCommands: readonly CommandEntry[] = [
  ...own,
  ...["vim", "vi", "nano", "emacs"].map(editor),
  ...["less", "more"].map(pager),
  plain("echo", "print its arguments"),
  plain("printf", "print by a format"),
  plain("true", "succeed"),
  plain("false", "fail"),
  plain("test", "ask about files, texts and numbers"),
  plain("[", "ask about files, texts and numbers"),
  plain("pwd", "print where you are"),
];
