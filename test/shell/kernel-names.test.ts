/** Every machine calls its kernel by one name: in uname, in /proc/version and where its modules would be. */

import { expect, test } from "vitest";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { machinesIn } from "#support/machines-of";

test.each<[KernelBuild, string, string]>([
  ["debian", "6.1.0-56-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2"],
  ["mainline", "6.1.192", "#1 SMP PREEMPT_DYNAMIC"],
  ["fullnat", "6.1.192-fullnat", "#1 SMP PREEMPT_DYNAMIC"],
])("%s: %s", async (kernel, release, version) => {
  const machines = machinesIn({ a: { eth0: "lan 10.0.0.1/24" } }, kernel);
  const { out, err } = await machines.run("a", "uname -r; uname -v; cat /proc/version; modprobe nosuch");
  expect(out).toBe(`${release}\n${version}\nLinux version ${release} ${version}\n`);
  expect(err).toBe(`modprobe: FATAL: Module nosuch not found in directory /lib/modules/${release}\n`);
});
