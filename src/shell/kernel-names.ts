/**
 * What the kernel of a machine calls itself: in uname, in /proc/version and in the folder of its modules.
 *
 * Debian's name is that of the kernel that was recorded; the others are of the same age, built by hand.
 */

import type { KernelBuild } from "#sim/ipvs/kernel-build";

export interface KernelName {
  /** As `uname -r` prints it. */
  readonly release: string;
  /** As `uname -v` prints it, without a date. */
  readonly version: string;
}

const ownBuild = "#1 SMP PREEMPT_DYNAMIC";

const names: Readonly<Record<KernelBuild, KernelName>> = {
  debian: { release: "6.1.0-56-amd64", version: `${ownBuild} Debian 6.1.192-2` },
  mainline: { release: "6.1.192", version: ownBuild },
  fullnat: { release: "6.1.192-fullnat", version: ownBuild },
};

/** The name of a kernel. */
export const nameOfKernel = (kernel: KernelBuild): KernelName => names[kernel];

/** Where a kernel's modules are. */
export const moduleFolder = (kernel: KernelBuild): string => `/lib/modules/${names[kernel].release}`;
