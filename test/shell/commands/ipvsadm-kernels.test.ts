/**
 * What ipvsadm and modprobe make of parts that not every kernel has, and that the program's options, help and
 * flags come from the lists of schedulers and forwarding methods.
 */

import { describe, expect, test } from "vitest";
import { forwarders } from "#sim/ipvs/forwarders/index";
import { isPartOf, type KernelBuild } from "#sim/ipvs/kernel-build";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { type Machines, machinesIn } from "#support/machines-of";

const director = (kernel: KernelBuild): Machines => machinesIn({ a: { eth0: "lan 10.0.0.1/24" } }, kernel);

async function said(machines: Machines, text: string): Promise<string> {
  const { out, err, code } = await machines.run("a", text);
  return `${out}${err}${code === 0 ? "" : `[${code}]\n`}`;
}

describe("twos", () => {
  test.each([
    ["ipvsadm -A -t 10.0.0.1:80 -s twos", "Scheduler or persistence engine not found\n[255]\n"],
    [
      "modprobe ip_vs_twos",
      expect.stringMatching(/^modprobe: FATAL: Module ip_vs_twos not found in directory .*\n\[1\]\n$/),
    ],
    ["ipvsadm -h | grep -c twos", "0\n[1]\n"],
  ])("Debian's kernel: %s", async (line, answer) => {
    expect(await said(director("debian"), line)).toEqual(answer);
  });

  test("a mainline kernel has it as a module, which its service uses", async () => {
    const machines = director("mainline");
    expect(await said(machines, "ipvsadm -A -t 10.0.0.1:80 -s twos; ipvsadm -Sn")).toBe(
      "-A -t 10.0.0.1:80 -s twos\n",
    );
    expect(await said(machines, "lsmod | grep ^ip_vs_twos")).toMatch(/^ip_vs_twos +\d+ +1\n$/);
    expect(await said(machines, "ipvsadm -h | grep -c twos")).toBe("1\n");
  });
});

describe.each(["debian", "mainline"] as const)("the ipvsadm of %s", (kernel) => {
  test("names every scheduler and flag in its help, and takes them", async () => {
    const machines = director(kernel);
    const help = await said(machines, "ipvsadm -h");
    for (const scheduler of schedulers.filter((one) => isPartOf(one, kernel))) {
      const { name, flags = [] } = scheduler;
      expect(help).toMatch(new RegExp(`\\b${name}[,;]`));
      for (const flag of flags) expect(help).toContain(flag.name);
      const given = flags.length === 0 ? "" : ` -b ${flags.map((flag) => flag.name).join(",")}`;
      const line = `-A -t 10.0.0.1:80 -s ${name}${given}\n`;
      expect(await said(machines, `ipvsadm ${line}ipvsadm -Sn; ipvsadm -C`)).toBe(line);
    }
  });
});

describe.each(["debian", "mainline", "fullnat"] as const)("the ipvsadm of %s", (kernel) => {
  test("takes the options of every method, long and short, and saves the short ones", async () => {
    const machines = director(kernel);
    const own = forwarders.filter((one) => isPartOf(one, kernel) && one.option !== undefined);
    expect(own.length).toBeGreaterThanOrEqual(3);
    for (const { option, listed } of own) {
      const [long, short] = [
        `--${option?.long}`,
        option?.short === undefined ? undefined : `-${option.short}`,
      ];
      for (const asked of [long, short ?? long]) {
        await said(machines, "ipvsadm -C; ipvsadm -A -t 10.0.0.1:80 -s rr");
        expect(await said(machines, `ipvsadm -a -t 10.0.0.1:80 -r 10.0.0.9:80 ${asked}`)).toBe("");
        expect(await said(machines, "ipvsadm -Ln | tail -n 1")).toContain(` ${listed} `);
        expect(await said(machines, "ipvsadm -Sn | tail -n 1")).toContain(` ${short ?? long} `);
      }
    }
  });
});
