/** What a person at a lab's terminals sees: prompts, what keys echo, who reads what is typed, editors. */

import { describe, expect, test } from "vitest";
import type { TerminalPiece } from "#lab/batch";
import type { LabAct } from "#lab/lab-command";
import type { Signal } from "#shell/command";
import { type PortedLab, portedLab, scenarioOf, together } from "#support/lab-over-port";
import { twoHosts } from "#support/one-host";

const onA = { node: "a", number: 0 };

/** A line and Enter, milliseconds to wait, or another act. */
type Step = string | number | LabAct;

const keys = (text: string | undefined): LabAct => ({ kind: "input", terminal: onA, text });
const signal = (name: Signal): LabAct => ({ kind: "signal", terminal: onA, signal: name });
const save = (text: string): LabAct => ({ kind: "edit", terminal: onA, text });
const saveAs = (text: string, path: string): LabAct => ({ kind: "edit", terminal: onA, text, path });
const leave: LabAct = { kind: "edit", terminal: onA, text: undefined };
const ctrlC = signal("INT");
const ctrlD = keys(undefined);

async function session(steps: readonly Step[], text = twoHosts): Promise<PortedLab> {
  const lab = portedLab();
  const { prompts } = await lab.open(scenarioOf(text));
  expect(prompts[0]?.prompt).toMatch(/^\S+.*# $/);
  for (const step of steps) {
    if (typeof step === "number") await lab.run(step);
    else if (typeof step === "string") await lab.act({ kind: "type", terminal: onA, text: step });
    else await lab.act(step);
  }
  await lab.run(100);
  lab.close();
  return lab;
}

const piecesOf = (lab: PortedLab): readonly TerminalPiece[] => together(lab.batches).pieces;

/** The screen of the first terminal, the prompts without their `root@a:`. */
async function screenOf(steps: readonly Step[], text = twoHosts): Promise<string> {
  const shown = piecesOf(await session(steps, text)).map((piece) => {
    if (piece.kind === "typed") return `${piece.text}\n`;
    if (piece.kind === "ended") return piece.prompt.replace("root@a:", "");
    return piece.kind === "output" ? piece.text : "";
  });
  return `~# ${shown.join("")}`.trimEnd();
}

const screens: readonly (readonly [string, readonly Step[], string])[] = [
  ["a command and the next prompt", ["cd /etc", 5, "echo hi"], "~# cd /etc\n/etc# echo hi\nhi\n/etc#"],
  ["an empty line", ["", 5, "  "], "~# \n~#   \n~#"],
  ["a prompt of one's own", ["PS1='\\u:\\W\\$ '; cd /tmp", 5], "~# PS1='\\u:\\W\\$ '; cd /tmp\nroot:tmp#"],
  ["a mistake", ["if fi", 5], "~# if fi\n-bash: syntax error: unexpected end of file\n~#"],
  [
    "a loop over several lines",
    ["for n in 1 2", 5, "do echo $n", 5, "done", 5],
    "~# for n in 1 2\n> do echo $n\n> done\n1\n2\n~#",
  ],
  [
    "a here document, pasted",
    ["cat > f <<END\none $HOSTNAME\n'two\nEND\nwc -l f", 10],
    "~# cat > f <<END\n> one $HOSTNAME\n> 'two\n> END\n~# wc -l f\n2 f\n~#",
  ],
  ["an open quote", ["echo 'a", 5, "b'"], "~# echo 'a\n> b'\na\nb\n~#"],
  [
    "an operator at the end",
    ["true &&", 5, "echo yes |", 5, "cat", 9],
    "~# true &&\n> echo yes |\n> cat\nyes\n~#",
  ],
  ["a backslash at the end", ["echo a \\", 5, "b"], "~# echo a \\\n> b\na b\n~#"],
  [
    "Ctrl-C in the middle of a command",
    ["for n in 1", 5, ctrlC, "echo $?"],
    "~# for n in 1\n> ^C\n~# echo $?\n130\n~#",
  ],
  ["Ctrl-C at a prompt", [ctrlC, "echo $?"], "~# ^C\n~# echo $?\n130\n~#"],
  [
    "Ctrl-C where something stood that was not sent",
    [{ kind: "signal", terminal: onA, signal: "INT", line: "ip ad" }, 5, "pwd"],
    "~# ip ad^C\n~# pwd\n/root\n~#",
  ],
  [
    "watch, on the terminal's other screen",
    ["watch -n 9 -t echo hi", 50, ctrlC, 9],
    "~# watch -n 9 -t echo hi\n\x1b[?1049h\x1b[Hhi\x1b[K\n\x1b[J^C\x1b[?1049l\n~#",
  ],
  [
    "Ctrl-C of what sleeps",
    ["sleep 9; echo no", 50, ctrlC, 5, "echo $?"],
    "~# sleep 9; echo no\n^C\n~# echo $?\n130\n~#",
  ],
  ["Ctrl-C of a loop", ["while :; do sleep 1; done", 2500, ctrlC], "~# while :; do sleep 1; done\n^C\n~#"],
  [
    "Ctrl-C of ping, which ends in its own way",
    ["ping 10.0.0.9 > log", 300, ctrlC, 9, "grep -c statistics log", 9],
    "~# ping 10.0.0.9 > log\n^C~# grep -c statistics log\n1\n~#",
  ],
  [
    "what cat reads, and Ctrl-D",
    ["cat", 9, keys("one\n"), 5, keys("two\n"), ctrlD],
    "~# cat\none\none\ntwo\ntwo\n~#",
  ],
  [
    "what read reads",
    ["read a b; echo $b-$a", 9, keys("one two\n")],
    "~# read a b; echo $b-$a\none two\ntwo-one\n~#",
  ],
  [
    "what is typed ahead",
    ["sleep 1", 9, "echo one", "echo two", 1000],
    "~# sleep 1\necho one\necho two\n~# echo one\none\n~# echo two\ntwo\n~#",
  ],
  [
    "Ctrl-C throws away what was typed ahead",
    ["sleep 1", 9, "echo no", ctrlC, 900],
    "~# sleep 1\necho no\n^C\n~#",
  ],
  [
    "exit, and a new shell after it",
    ["x=1; exit", 5, "echo ${x-gone}"],
    "~# x=1; exit\nlogout\n~# echo ${x-gone}\ngone\n~#",
  ],
  ["Ctrl-D at a prompt", [ctrlD], "~# exit\nlogout\n~#"],
  ["TERM", ["sleep 9", 9, signal("TERM"), 5, "echo $?"], "~# sleep 9\n~# echo $?\n143\n~#"],
  [
    "a background job that ends",
    ["sleep 0.1 &", 500, "echo"],
    "~# sleep 0.1 &\n[1] 1203\n~# echo\n\n[1]+  Done                    sleep 0.1\n~#",
  ],
  [
    "tcpdump, which says farewell behind ^C",
    ["tcpdump -n -i eth0 2>&1 | tail -n 1", 50, ctrlC, 20],
    "~# tcpdump -n -i eth0 2>&1 | tail -n 1\n^C\n~#",
  ],
];

describe("the screen", () => {
  test.each(screens)("%s", async (_name, steps, shown) => {
    expect(await screenOf(steps)).toBe(shown);
  });

  test("the history keeps a command of several lines as one", async () => {
    const lines = ["for n in 1", 5, "do :; done", 5, "history", 5] as const;
    expect(await screenOf(lines)).toContain("1  for n in 1\ndo :; done\n    2  history");
  });

  test("two terminals have folders of their own, and one may wait while the other works", async () => {
    const second = { node: "a", number: 1 };
    const lab = await session([
      ...["cd /tmp; sleep 1; pwd", 10],
      { kind: "type", terminal: second, text: "pwd" },
      1000,
    ]);
    const said = piecesOf(lab).flatMap((piece) => (piece.kind === "output" ? [piece] : []));
    expect(said.map(({ terminal, text }) => [terminal.number, text])).toEqual([
      [1, "/root\n"],
      [0, "/tmp\n"],
    ]);
  });

  test("a script takes a terminal in which nothing runs and nothing is begun", async () => {
    const script = "script:\n  - { at: 1s, on: a, run: pwd }\n";
    const numbers = async (steps: readonly Step[]): Promise<number | undefined> =>
      piecesOf(await session([...steps, 1500], twoHosts + script)).find(
        (piece) => piece.kind === "typed" && piece.isScript,
      )?.terminal.number;
    expect(await numbers([])).toBe(0);
    expect(await numbers(["cat"])).toBe(1);
    expect(await numbers(["for x in 1"])).toBe(1);
    expect(await numbers([{ kind: "type", terminal: { node: "a", number: 2 }, text: "cat" }])).toBe(0);
  });
});

/** What editors told, without times and places. */
async function editorsOf(steps: readonly Step[]): Promise<unknown[]> {
  return piecesOf(await session(steps)).flatMap((piece) => {
    if (piece.kind === "editor-closed") return ["closed"];
    if (piece.kind === "editor-wrote") return [`wrote ${piece.path} ${piece.errno ?? "well"}`];
    if (piece.kind !== "editor-opened") return piece.kind === "output" ? [piece.text] : [];
    const { program, path, text, isNew, isReadOnly, errno } = piece;
    const state = [isNew && "new", isReadOnly && "read-only", errno].filter(Boolean);
    return [[program, path, text, ...state].join(" | ")];
  });
}

const edits: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    "a new file",
    ["vi note", 9, save("one"), save("one\ntwo\n"), leave, 5, "cat note", 9],
    ["vi | /root/note |  | new", "wrote /root/note well", "wrote /root/note well", "closed", "one\ntwo\n"],
  ],
  [
    "a file under another name",
    ["vi note", 9, saveAs("one", "/tmp/other"), leave, 5, "cat /tmp/other note", 9],
    [
      "vi | /root/note |  | new",
      "wrote /tmp/other well",
      "closed",
      "one\n",
      "cat: note: No such file or directory\n",
    ],
  ],
  ["a file that is there", ["nano /etc/hostname", 9, leave], ["nano | /etc/hostname | a\n", "closed"]],
  ["a folder", ["vim /etc", 9, save("x"), leave], ["vim | /etc |  | EISDIR", "wrote /etc EISDIR", "closed"]],
  [
    "a folder that is missing",
    ["vi no/x", 9, save("x"), leave],
    ["vi | /root/no/x |  | new | ENOENT", "wrote /root/no/x ENOENT", "closed"],
  ],
  [
    "a file where a folder should be",
    ["vi /etc/hosts/x", 9, save("x"), leave],
    ["vi | /etc/hosts/x |  | new | ENOTDIR", "wrote /etc/hosts/x ENOTDIR", "closed"],
  ],
  [
    "a file that cannot be written",
    ["vi /proc/sys/net/none /proc/version", 9, leave, save("x"), leave],
    [
      "vi | /proc/sys/net/none |  | new | ENOENT",
      "closed",
      expect.stringMatching(/^vi \| \/proc\/version \| Linux version [^|]* \| read-only$/) as never,
      "wrote /proc/version EACCES",
      "closed",
    ],
  ],
  [
    "a file whose mode forbids it: root writes it all the same",
    ["echo 1 > f; chmod 444 f; vi f; cat f", 9, save("2"), leave, 9],
    ["vi | /root/f | 1\n | read-only", "wrote /root/f well", "closed", "2\n"],
  ],
  ["view only", ["vi -R /etc/hostname", 9, leave], ["vi | /etc/hostname | a\n | read-only", "closed"]],
  [
    "a switch of the kernel, which takes effect",
    ["vi +1 /proc/sys/net/ipv4/ip_forward; sysctl -n net.ipv4.ip_forward", 9, save("1\n"), leave, 9],
    ["vi | /proc/sys/net/ipv4/ip_forward | 0\n", "wrote /proc/sys/net/ipv4/ip_forward well", "closed", "1\n"],
  ],
  [
    "a value that a switch refuses",
    ["vi /proc/sys/net/ipv4/ip_forward", 9, save("maybe"), leave],
    ["vi | /proc/sys/net/ipv4/ip_forward | 0\n", "wrote /proc/sys/net/ipv4/ip_forward EINVAL", "closed"],
  ],
  ["no file", ["vi", 9, save("x"), leave], ["vi |  |  | new", "wrote  ENOENT", "closed"]],
  [
    "Ctrl-C, which is a key like others",
    ["vi f; echo $?", 9, ctrlC, 20, save("x"), leave],
    ["vi | /root/f |  | new", "wrote /root/f well", "closed", "0\n"],
  ],
  ["TERM ends it", ["timeout 1 vi f; echo $?", 1500], ["vi | /root/f |  | new", "closed", "124\n"]],
  [
    "what is no terminal has no editor",
    ["vi f | cat", 9, "echo x | vi f"],
    Array(2).fill("vi: this terminal cannot show an editor; try: echo 'text' >> f\n"),
  ],
];

describe("an editor in a terminal", () => {
  test.each(edits)("%s", async (_name, steps, told) => {
    expect(await editorsOf(steps)).toEqual(told);
  });
});
