import { describe, expect, test } from "vitest";
import type { Command } from "#shell/command";
import { write } from "#shell/files/change";
import { textSource } from "#shell/pipe";
import { millis, seconds } from "#sim/engine/time";
import { entryOf, fakeLab, runOn, terminalOf } from "./fake-machine.ts";

/** Prints a line every 200 ms, and on Ctrl-C how many. */
const ticker: Command = {
  cost: millis(7),
  catches: ["INT"],
  run: async (process) => {
    const limit = Number(process.argv[0] ?? Number.POSITIVE_INFINITY);
    let ticks = 0;
    while (ticks < limit && process.caught === undefined) {
      process.stdout.write(`tick ${++ticks}\n`);
      await process.sleep(millis(200));
    }
    process.stdout.write(`--- ${ticks} ticks ---\n`);
    return process.caught === undefined ? 0 : 3;
  },
};

/** Prints its arguments, as tools that change the network do nothing else here. */
const silent: Command = {
  run: ({ name, argv, stderr }) => {
    stderr.write(`${name} ${argv.join(" ")}\n`);
    return 0;
  },
};

function setUp() {
  const lab = fakeLab();
  const tools = ["ifconfig", "ipvsadm", "iptables"].map((name) => entryOf(name, silent));
  const machine = lab.machine("host", "bash", [entryOf("ticker", ticker), ...tools]);
  return { lab, machine, ...terminalOf(lab, machine) };
}

describe("output streams as it is made", () => {
  test.each([
    ["ticker", "tick 1\ntick 2\ntick 3\n"],
    ["ticker | grep 2", "tick 2\n"],
    ["ticker | sed 's/tick/t/' | tr t T | cat -n", "     1\tT 1\n     2\tT 2\n     3\tT 3\n"],
    ["ticker | awk '{print $2}'", "1\n2\n3\n"],
    ["ticker | awk '{n++} END{print n}'", ""],
    ["ticker | tee /tmp/log | cut -d' ' -f2", "1\n2\n3\n"],
    ["while :; do echo turn; sleep 0.2; done | grep -n turn", "1:turn\n2:turn\n3:turn\n"],
    ["ticker | while read a b; do echo $b-$a; done", "1-tick\n2-tick\n3-tick\n"],
  ])("%s", async (line, expected) => {
    const { lab, shell, take } = setUp();
    shell.run(line);
    await lab.turns.advance(millis(550));
    expect(take()).toBe(expected);
  });
});

describe("Ctrl-C", () => {
  test("a command that catches it and ends in its own way lets the line go on, as in bash", async () => {
    const { lab, shell, take } = setUp();
    const running = shell.run("ticker; echo and on");
    await lab.turns.advance(millis(450));
    running.signal("INT");
    await lab.turns.settle();
    expect(take()).toBe("tick 1\ntick 2\ntick 3\n--- 3 ticks ---\nand on\n");
    expect(running.exitCode).toBe(0);
  });

  test("a loop around a pipeline ends, and the time after it is the time of the key", async () => {
    const { lab, shell, take } = setUp();
    const running = shell.run("while :;do echo x | cat;sleep 0.5;done");
    await lab.turns.advance(millis(1200));
    running.signal("INT");
    await lab.turns.settle();
    expect([take(), running.exitCode, lab.simulation.now]).toEqual(["x\nx\nx\n", 130, millis(1200)]);
  });

  test("a trap answers it", async () => {
    const { lab, shell, take } = setUp();
    const running = shell.run("trap 'echo caught; exit 5' INT; sleep 100");
    await lab.turns.advance(seconds(1));
    running.signal("INT");
    await lab.turns.settle();
    expect([take(), running.exitCode]).toEqual(["caught\n", 5]);
  });

  test("background jobs go on", async () => {
    const { lab, shell, line, take } = setUp();
    expect(await line("ticker 4 > /tmp/t &")).toMatch(/^\[1\] \d+\n$/);
    const running = shell.run("sleep 0.3");
    await lab.turns.advance(millis(250));
    running.signal("INT");
    await lab.turns.settle();
    await lab.turns.advance(seconds(2));
    take();
    expect(await line("cat /tmp/t | tail -1")).toBe(
      "--- 4 ticks ---\n[1]+  Done                    ticker 4 > /tmp/t\n",
    );
  });
});

describe("a terminal", () => {
  test("keeps variables, functions, the directory and the status from line to line", async () => {
    const { line } = setUp();
    await line("x=5; f() { echo f$1; }; cd /tmp; false");
    expect(await line("echo $? $x $PWD; f 1")).toBe("1 5 /tmp\nf1\n");
    expect(await line("nosuch")).toBe("-bash: nosuch: command not found\n");
    expect(await line("echo $((1/0)); echo not reached")).toBe(
      '-bash: 1/0: division by 0 (error token is "0")\n',
    );
    expect(await line("echo on")).toBe("on\n");
    expect(await line("history 2")).toContain("echo on\n");
  });

  test("what is typed reaches the command that reads, until Ctrl-D", async () => {
    const { lab, shell, take } = setUp();
    const running = shell.run("read name; echo hi $name; cat");
    await lab.turns.advance(seconds(1));
    shell.type("you\nmore\n");
    await lab.turns.settle();
    await lab.turns.advance(seconds(2));
    expect(take()).toBe("hi you\nmore\n");
    shell.type(undefined);
    await lab.turns.settle();
    expect(running.exitCode).toBe(0);
  });

  test("exit ends it", async () => {
    const { shell, line } = setUp();
    await line("exit 3");
    expect([shell.hasExited, shell.state.status]).toEqual([true, 3]);
  });
});

describe("start and stop scripts of a real server", () => {
  const script = [
    "#!/bin/bash",
    "",
    "vip=172.30.0.10",
    "dev=lo:1",
    "case $1 in",
    "start)",
    "    echo 1 > /proc/sys/net/ipv4/conf/lo/arp_ignore",
    "    ifconfig $dev $vip netmask '255.255.255.255' #broadcast $vip up",
    '    echo "Ready!"',
    "    ;;",
    "*) ",
    '    echo "Usage: $(basename $0) start|stop"',
    "    exit 1",
    "    ;;",
    "esac",
  ].join("\n");

  test.each([
    ["bash rs.sh start", "ifconfig lo:1 172.30.0.10 netmask 255.255.255.255\nReady!\n", 0, "1"],
    ["bash rs.sh", "Usage: rs.sh start|stop\n", 1, "0"],
    ["chmod +x rs.sh; ./rs.sh start", "ifconfig lo:1 172.30.0.10 netmask 255.255.255.255\nReady!\n", 0, "1"],
  ])("%s", async (line, output, code, ignore) => {
    const terminal = setUp();
    write(terminal.machine.files, "/root/rs.sh", script);
    expect(await terminal.line(line)).toBe(output);
    expect(terminal.shell.state.status).toBe(code);
    expect(await terminal.line("cat /proc/sys/net/ipv4/conf/lo/arp_ignore")).toBe(`${ignore}\n`);
  });
});

describe("commands", () => {
  test("a command waits until something wakes it, or for its time", async () => {
    const lab = fakeLab();
    const waiter: Command = {
      run: async (process) => {
        const woken = await process.until<string>((wake) => {
          process.machine.simulation.after(seconds(1), () => wake("woken"), undefined);
          return () => undefined;
        });
        const late = await process.until<string>(() => () => undefined, seconds(2));
        process.stdout.write(`${woken} ${late}\n`);
        return 0;
      },
    };
    const machine = lab.machine("host", "dash", [entryOf("waiter", waiter)]);
    const { out, at } = await runOn(lab, machine, "waiter");
    expect([out, at]).toEqual(["woken timeout\n", seconds(3) + millis(6.3)]);
  });

  test("a command gives another its input and reads its output", async () => {
    const lab = fakeLab();
    const parent: Command = {
      run: async (process) => process.execute(["grep", "b"], { stdin: textSource("abc\nxyz\n") }),
    };
    expect((await runOn(lab, lab.machine("host", "dash", [entryOf("parent", parent)]), "parent")).out).toBe(
      "abc\n",
    );
  });

  test("programs that start at the same time wait for the one processor", async () => {
    const lab = fakeLab();
    const { at } = await runOn(
      lab,
      lab.machine("host", "dash", [entryOf("ticker", ticker)]),
      "ticker 0 | sort",
    );
    expect(at).toBe(millis(3.8 + 0.9 + 7 + 0.9 + 3 + 0.8));
  });

  test("the last program of sh -c takes the shell's place", async () => {
    const lab = fakeLab();
    expect((await runOn(lab, lab.machine("host", "dash"), "cat /dev/null")).at).toBe(millis(6.3));
  });
});

describe("a terminal's tools wait for input only where they read it", () => {
  test.each([
    ["awk 'BEGIN{x=\"}\"; print x}'", "}\n"],
    ["awk -F: '{print $1}' /etc/passwd", "root\n"],
    ["cut -d: -f3 /etc/passwd", "0\n"],
    ["sed -n -e 's/:.*//p' /etc/passwd", "root\n"],
  ])("%s", async (text, output) => {
    expect(await setUp().line(text)).toBe(output);
  });
});

describe("aliases", () => {
  test("count in a terminal, for the first word", async () => {
    const { line } = setUp();
    await line("alias say='echo said' echo='echo -n'");
    expect(await line("say a 'b  c'; alias say; unalias say; say 2>&1 | cut -c1-12")).toBe(
      "said a b  calias say='echo said'\n-bash: say: \n",
    );
  });
});
