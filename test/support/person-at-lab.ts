/**
 * Somebody who does things at random in a lab: types commands that end and commands that do not, presses
 * Ctrl-C and Ctrl-D, answers what reads, edits files, in several terminals, at moments of no plan.
 */

import type { LabAct, TerminalName } from "#lab/lab-command";
import type { Random } from "#sim/engine/random";
import type { PortedLab } from "./lab-over-port.ts";

/** What is typed. The addresses are those of arp-nothing-set. */
const lines = [
  "curl -m 1 10.0.0.10",
  "ping 10.0.0.10",
  "ping -c 2 -i 0.3 10.0.0.200",
  "while :; do curl -s -m 1 10.0.0.10; sleep 1; done",
  "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo $i $RANDOM; sleep 0.05; done | grep 3",
  "cat",
  "read name; echo you are $name",
  "sort",
  "vi /etc/motd",
  "nano /proc/sys/net/ipv4/ip_forward",
  "for n in 1 2 3; do",
  "echo $n; done",
  "cat > note <<END",
  "END",
  "sleep 0.4 && ip neigh flush dev eth0 &",
  "ip neigh; cat /etc/motd note",
  "tcpdump -n -i eth0 -c 5",
  "trap 'echo caught' INT; sleep 3; trap - INT",
  "cd /tmp; echo $PWD; exit",
  "seq 3 | while read x; do echo -n $x; sleep 0.1; done",
  "(sleep 0.2; echo later) & wait; jobs",
];

const nodes = ["client", "director", "rs1"];

/** Lets some time pass and does one thing; what is refused changes nothing. */
export async function doSomething(lab: PortedLab, random: Random): Promise<void> {
  const nanosToWait = random.below(random.below(2) === 0 ? 40e6 : 900e6);
  if (random.below(5) > 0) await lab.run(nanosToWait / 1e6);
  const editing = editorsOpenIn(lab);
  const act =
    editing.length > 0 && random.below(3) === 0 ? edit(random, pick(random, editing)) : someAct(random);
  const answer = await lab.remote.ask({ kind: "act", act });
  if (answer.kind === "failed" && answer.isOver) throw new Error(answer.message);
}

function someAct(random: Random): LabAct {
  const terminal: TerminalName = { node: pick(random, nodes), number: random.below(4) === 0 ? 1 : 0 };
  const dice = random.below(20);
  if (dice < 10) return { kind: "type", terminal, text: pick(random, lines) };
  if (dice < 13) return { kind: "input", terminal, text: `line ${random.below(9)}\n` };
  if (dice < 14) return { kind: "input", terminal, text: undefined };
  if (dice < 18) return { kind: "signal", terminal, signal: dice === 17 ? "TERM" : "INT" };
  return edit(random, terminal);
}

const edit = (random: Random, terminal: TerminalName): LabAct => ({
  ...{ kind: "edit", terminal },
  text: random.below(3) > 0 ? String(random.below(3)) : undefined,
});

/** Terminals in which an editor is open. */
function editorsOpenIn({ batches }: PortedLab): TerminalName[] {
  const open = new Map<string, TerminalName>();
  for (const { terminal, kind } of batches.flatMap(({ pieces }) => pieces)) {
    const name = `${terminal.node} ${terminal.number}`;
    if (kind === "editor-opened") open.set(name, terminal);
    if (kind === "editor-closed") open.delete(name);
  }
  return [...open.values()];
}

const pick = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.below(items.length)] as Item;
